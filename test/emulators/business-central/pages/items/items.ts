import { Decimal } from 'decimal.js'
import { BusinessError, type Row } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Page, PageContext } from '../page.ts'
import { dropBelow } from '../drop-below.ts'
import { numberFor } from '../parties/free-number.ts'
import { templateValues } from '../template.ts'
import { plain, refuseDuplicate } from '../plain.ts'
import { followRename } from '../usage.ts'
import { text } from '../../wire/text.ts'

const documentLines = ['salesQuoteLines', 'salesOrderLines', 'salesInvoiceLines', 'salesCreditMemoLines']

/** A change of stock is posted as an adjustment of today. It moves no stamp of its own; the write that asked for it does. */
function adjust({ company }: PageContext, item: Row, wanted: string): void {
  const difference = new Decimal(wanted).minus(text(item, 'inventory', '0'))
  if (difference.isZero()) return
  company.table('itemLedgerEntries').insert({
    entryNumber: company.nextEntry('itemLedgerEntries'),
    itemNumber: item['number'],
    postingDate: company.workDate(),
    entryType: difference.isPositive() ? 'Positive_x0020_Adjmt_x002E_' : 'Negative_x0020_Adjmt_x002E_',
    documentNumber: 'ADJUSTMENT',
    documentType: '_x0020_',
    sourceType: 'Item',
    sourceNumber: item['number'],
    quantity: difference.toFixed(),
  })
}

export const items: Page = {
  create: (context, set, values) => {
    if (values['inventory'] !== undefined)
      throw new BusinessError('The "inventory" cannot be set when an item is created. Update the item afterwards.')
    refuseDuplicate(context, set, values)
    const { company } = context
    return company.table(set.name).insert({
      type: 'Inventory',
      ...templateValues(company, '_itemTemplate'),
      ...values,
      inventory: '0',
      number: numberFor(context, set, 'item', values['number']),
    })
  },
  update: (context, set, row, change) => {
    const { inventory } = change
    if (typeof inventory === 'string') {
      if ((change['type'] ?? row['type']) !== 'Inventory')
        throw new BusinessError('Only items of type Inventory have a stock.')
      adjust(context, row, inventory)
    }
    const updated = plain.update(context, set, row, change)
    followRename(context.company, set, row, updated, [
      ...documentLines.map((table) => [table, 'lineObjectNumber'] as const),
      ['itemLedgerEntries', 'itemNumber'],
    ])
    return updated
  },
  remove: (context, set, row) => {
    const { company } = context
    const used =
      documentLines.some((table) => company.table(table).where('itemId', row.id).length > 0) ||
      company.table('itemLedgerEntries').where('itemNumber', String(row['number'])).length > 0
    if (used)
      throw new BusinessError(
        `You cannot delete Item ${String(row['number'])} because there is at least one document or ledger entry for this item.`,
      )
    // Its variants are its own: they do not keep it.
    for (const variant of company.table('itemVariants').where('itemId', row.id))
      company.table('itemVariants').delete(variant.id)
    plain.remove(context, set, row)
    dropBelow(company, row.id)
  },
}

/** Variants of an item: the code is unique within the item. */
export const itemVariants: Page = {
  create: (context, set, values) => {
    const { company } = context
    const itemId = text(values, 'itemId', noGuid)
    if (itemId === noGuid) throw new BusinessError('The "itemId" or "itemNumber" must be provided.')
    const code = values['code']
    if (typeof code !== 'string' || code === '') throw new BusinessError('The "code" must be provided.')
    refuseTaken(context, itemId, code)
    return company.table(set.name).insert(values)
  },
  update: (context, set, row, change) => {
    const next = { ...row, ...change }
    refuseTaken(context, text(next, 'itemId', noGuid), text(next, 'code'), row)
    return plain.update(context, set, row, change)
  },
}

function refuseTaken({ company, switches }: PageContext, itemId: string, code: string, own?: Row): void {
  const variants = company.table('itemVariants').where('itemId', itemId)
  if (variants.some((row) => row['code'] === code && row.id !== own?.id))
    throw new BusinessError(
      `The variant ${code} already exists.`,
      'Internal_EntityWithSameKeyExists',
      switches.duplicateKeyStatus,
    )
}
