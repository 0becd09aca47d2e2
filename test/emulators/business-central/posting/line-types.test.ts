import { beforeEach, describe, expect, it } from 'vitest'
import { assignItemCharge, legalMoves, postInvoice, recalculate, shipAndInvoice } from './index.ts'
import { fixedAssetEntries, resourceEntries } from './resource-ledger.ts'
import { rowsWhere } from './read-row.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
  for (const [table, number] of [
    ['_resources', 'LINA'],
    ['_fixedAssets', 'FA000010'],
    ['_itemCharges', 'S-FREIGHT'],
  ] as const)
    books.company.table(table).insert({ number, displayName: number })
})
const line = (lineType: string, lineObjectNumber: string, unitPrice: string, quantity = '1') => ({
  lineType,
  lineObjectNumber,
  unitPrice,
  quantity,
  taxCode: 'FURNITURE',
})
const ledger = () =>
  books.company
    .table('generalLedgerEntries')
    .all()
    .map((row) => [row['accountNumber'], row['debitAmount'], row['creditAmount']])
const card = (table: string, number: string) => rowsWhere(books.company, table, 'number', number)[0]?.id ?? ''

describe('lines of other types', () => {
  it('of resources and fixed assets go to their accounts and ledgers', () => {
    const order = books.draft('salesOrder', [
      line('Resource', 'LINA', '100', '3'),
      line('Fixed_x0020_Asset', 'FA000010', '5000'),
    ])
    const { invoice, shipment } = shipAndInvoice(books.company, order.id)
    expect(invoice).toMatchObject({ totalAmountIncludingTax: '5565' })
    expect(rowsWhere(books.company, 'salesShipmentLines', 'documentId', shipment?.id ?? '')).toHaveLength(2)
    expect(ledger()).toEqual([
      ['2310', '5565', '0'],
      ['6110', '0', '300'],
      ['8840', '0', '5000'],
      ['5610', '0', '265'],
    ])
    expect(books.company.table(resourceEntries).all()).toMatchObject([
      { number: 'LINA', quantity: '-3', amountLcy: '-300', documentNumber: invoice?.['number'] },
    ])
    expect(books.company.table(fixedAssetEntries).all()).toMatchObject([{ number: 'FA000010', entryType: 'Disposal' }])
  })

  it('of item charges wait until they are assigned to an item', () => {
    const draft = books.draft('salesInvoice', [books.sale(books.lamp, '1'), line('Charge', 'S-FREIGHT', '10')])
    const [lamp, freight] = books.lines('salesInvoice', draft.id)
    expect(() => postInvoice(books.company, draft.id)).toThrow(
      'You must assign item charge S-FREIGHT if you want to invoice it.',
    )
    expect(() => assignItemCharge(books.company, 'salesInvoice', lamp?.id ?? '')).toThrow("must be equal to 'Charge")
    expect(() => assignItemCharge(books.company, 'salesInvoice', 'x')).toThrow('cannot be found')
    assignItemCharge(books.company, 'salesInvoice', freight?.id ?? '')
    recalculate(books.company, 'salesInvoice', draft.id)
    expect(postInvoice(books.company, draft.id)).toMatchObject({ totalAmountExcludingTax: '64.9' })
    const order = books.draft('salesOrder', [books.sale(books.lamp, '1'), line('Charge', 'S-FREIGHT', '10')])
    expect(legalMoves(books.company, 'salesOrders', order.id)).toEqual(['shipOrder'])
    const alone = books.draft('salesInvoice', [line('Charge', 'S-FREIGHT', '10')])
    const [lonely] = books.lines('salesInvoice', alone.id)
    expect(() => assignItemCharge(books.company, 'salesInvoice', lonely?.id ?? '')).toThrow('no item line')
  })

  it.each([
    ['a blocked resource', '_resources', 'LINA', 'Resource', { blocked: true }, 'in Resource: No.=LINA'],
    ['a blocked asset', '_fixedAssets', 'FA000010', 'Fixed_x0020_Asset', { blocked: true }, 'in Fixed Asset'],
  ])('are refused for %s', (_what, table, number, lineType, change, says) => {
    const draft = books.draft('salesInvoice', [line(lineType, number, '1')])
    books.company.table(table).update(card(table, number), change)
    expect(() => postInvoice(books.company, draft.id)).toThrow(says)
  })
})

describe('what is blocked from sales', () => {
  it('an item may come back, but not go out; a blocked one neither', () => {
    const sold = books.draft('salesInvoice', [books.sale(books.lamp, '1')])
    const back = books.draft('salesCreditMemo', [books.sale(books.lamp, '1')])
    const block = (change: object) => books.company.table('items').update(books.lamp.id, { ...change })
    block({ _salesBlocked: true })
    expect(() => postInvoice(books.company, sold.id)).toThrow("Sales Blocked must be equal to 'No' in Item: No.=1928-S")
    expect(legalMoves(books.company, 'salesCreditMemos', back.id)).toEqual(['postCreditMemo'])
    block({ blocked: true })
    expect(legalMoves(books.company, 'salesCreditMemos', back.id)).toEqual([])
  })

  it('a variant alone', () => {
    const variants = books.company.table('itemVariants')
    const [red, blue] = ['RED', 'BLUE'].map((code) => variants.insert({ itemId: books.lamp.id, code }))
    const [one, other] = [red, blue].map((variant) =>
      books.draft('salesInvoice', [books.sale(books.lamp, '1', { itemVariantId: variant?.id })]),
    )
    variants.update(red?.id ?? '', { _salesBlocked: true })
    expect(() => postInvoice(books.company, one?.id ?? '')).toThrow('in Item Variant: Item No.=1928-S,Code=RED')
    const posted = postInvoice(books.company, other?.id ?? '')
    expect(books.lines('salesInvoice', posted.id)).toMatchObject([{ itemVariantId: blue?.id }])
  })
})

it('entries take the dimensions of header and lines', () => {
  const { company } = books
  const draft = books.draft('salesInvoice', [books.sale(books.lamp, '1'), books.sale(books.desk, '1')])
  const [lamps, desks] = books.lines('salesInvoice', draft.id)
  const set = (parentId: string | undefined, valueId: string) =>
    company.table('_dimensionSetEntries').insert({ parentType: '', parentId, dimensionId: 'DEPARTMENT', valueId })
  set(draft.id, 'ADM')
  set(lamps?.id, 'SALES')
  set(desks?.id, 'PROD')
  postInvoice(company, draft.id)
  const values = company
    .table('generalLedgerEntries')
    .all()
    .map((row) => [
      row['accountNumber'],
      rowsWhere(company, '_dimensionSetEntries', 'parentId', row.id).map(({ valueId, parentType }) => [
        valueId,
        parentType,
      ]),
    ])
  const type = 'General_x0020_Ledger_x0020_Entry'
  expect(values).toEqual([
    ['2310', [['ADM', type]]],
    ['6110', [['SALES', type]]],
    ['6110', [['PROD', type]]],
    ['5610', [['ADM', type]]],
    ['7190', [['SALES', type]]],
    ['2110', [['SALES', type]]],
    ['7190', [['PROD', type]]],
    ['2110', [['PROD', type]]],
  ])
  expect(company.table('_customerLedgerEntries').all()).toMatchObject([{ dimensionSetId: 1 }])
})
