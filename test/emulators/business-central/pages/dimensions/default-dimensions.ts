import { BusinessError } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Page } from '../page.ts'
import { text } from '../../wire/text.ts'

/** Dimensions that documents take from a customer, item, vendor or employee. Only below their parent. */
export const defaultDimensions: Page = {
  needsParent: {
    properties: ['parentId', 'id'],
    refusal: 'You must specify a parent id to get to the default dimensions.',
  },
  create: ({ company, switches }, set, values) => {
    const parentId = text(values, 'parentId', noGuid)
    if (parentId === noGuid) throw new BusinessError('The "parentId" must be provided.')
    const dimensionId = text(values, 'dimensionId', noGuid)
    if (dimensionId === noGuid) throw new BusinessError('The "dimensionId" must be provided.')
    const value = company.table('dimensionValues').get(text(values, 'dimensionValueId', noGuid))
    if (value && value['dimensionId'] !== dimensionId)
      throw new BusinessError('The "dimensionValueId" does not belong to the dimension.')
    if (
      company
        .table(set.name)
        .where('parentId', parentId)
        .some((row) => row['dimensionId'] === dimensionId)
    )
      throw new BusinessError(
        'The default dimension already exists.',
        'Internal_EntityWithSameKeyExists',
        switches.duplicateKeyStatus,
      )
    return company.table(set.name).insert(values)
  },
}
