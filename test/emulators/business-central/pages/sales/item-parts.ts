import type { SandboxCompany } from '../../company/company.ts'
import { BusinessError, type Row } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import { text } from '../../wire/text.ts'
import type { Values } from '../../wire/coerce.ts'

/** Properties of a line whose change makes the rules below worth asking again. */
export const unitOrVariant = ['itemId', 'itemVariantId', 'unitOfMeasureId', 'unitOfMeasureCode']

/**
 * Units of an item besides its base unit, as the internal table `_itemUnitsOfMeasure` (`itemId`, `code`) says: API v2.0
 * has no set for them.
 */
const unitsOf = (company: SandboxCompany, item: Row): readonly string[] => [
  text(item, 'baseUnitOfMeasureCode'),
  ...company
    .table('_itemUnitsOfMeasure')
    .where('itemId', item.id)
    .map((row) => text(row, 'code')),
]

/**
 * A line's variant and unit have to be its item's. [base application, table Sales Line: relations of Variant Code and
 * Unit of Measure Code]
 *
 * @throws BusinessError 400 `Internal_InvalidTableRelation`
 */
export function refuseForeignParts(company: SandboxCompany, line: Row | Values): void {
  const refuse = (field: string, value: string, related: string) =>
    new BusinessError(
      `The field ${field} of table Sales Line contains a value (${value}) that cannot be found in the related table (${related}).`,
      'Internal_InvalidTableRelation',
    )
  const item = company.table('items').get(text(line, 'itemId', noGuid))
  const variant = company.table('itemVariants').get(text(line, 'itemVariantId', noGuid))
  if (variant && variant['itemId'] !== item?.id) throw refuse('Variant Code', text(variant, 'code'), 'Item Variant')
  const unit = text(line, 'unitOfMeasureCode')
  if (item && unit !== '' && !unitsOf(company, item).includes(unit))
    throw refuse('Unit of Measure Code', unit, 'Item Unit of Measure')
}
