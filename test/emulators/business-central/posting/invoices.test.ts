import { beforeEach, describe, expect, it } from 'vitest'
import { cancelInvoice, shipAndInvoice, invoiceStatus, postInvoice, remainingAmount } from './index.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})
const lampInvoice = (quantity = '3', header: Record<string, unknown> = {}) =>
  books.draft('salesInvoice', [books.sale(books.lamp, quantity)], header)

describe('posting a draft invoice', () => {
  it('keeps the id, changes the number, renews the line ids and tells once', () => {
    const draft = lampInvoice()
    const [draftLine] = books.lines('salesInvoice', draft.id)
    expect([invoiceStatus(books.company, draft), remainingAmount(books.company, draft)]).toEqual(['Draft', '172.94'])
    const mark = books.changesOf('salesInvoices', draft.id).length
    const posted = postInvoice(books.company, draft.id)
    expect(posted).toMatchObject({
      id: draft.id,
      number: 'postedSalesInvoice-0001',
      status: 'Open',
      dueDate: '2026-02-15',
      invoiceDate: '2026-01-15',
    })
    expect(books.changesOf('salesInvoices', draft.id).slice(mark)).toEqual(['updated'])
    const lines = books.lines('salesInvoice', draft.id)
    expect(lines).toHaveLength(1)
    expect(lines[0]?.id).not.toBe(draftLine?.id)
    expect(lines[0]).toMatchObject({ quantity: '3', netAmountIncludingTax: '172.94' })
    expect(remainingAmount(books.company, posted)).toBe('172.94')
  })

  it('posts stock and sales under the invoice itself', () => {
    postInvoice(books.company, lampInvoice().id)
    expect(books.company.table('itemLedgerEntries').all()).toMatchObject([
      {
        documentType: 'Sales_x0020_Invoice',
        documentNumber: 'postedSalesInvoice-0001',
        quantity: '-3',
        salesAmountActual: '164.7',
      },
    ])
    expect(books.company.table('salesShipments').all()).toEqual([])
  })

  it('takes a due date that was entered', () => {
    expect(postInvoice(books.company, lampInvoice('1', { dueDate: '2026-12-31' }).id)['dueDate']).toBe('2026-12-31')
  })

  it('is paid from the start when it is over nothing', () => {
    const free = books.draft('salesInvoice', [books.sale(books.lamp, '1', { discountPercent: '100' })])
    expect(postInvoice(books.company, free.id)['status']).toBe('Paid')
  })

  it('is refused a second time, and without lines', () => {
    const draft = lampInvoice()
    postInvoice(books.company, draft.id)
    expect(() => postInvoice(books.company, draft.id)).toThrow('The action can be applied to a draft invoice only.')
    expect(() => postInvoice(books.company, books.draft('salesInvoice', []).id)).toThrow(
      'Please add at least one line item',
    )
    expect(() => postInvoice(books.company, 'nothing')).toThrow('cannot be found')
  })
})

describe('dimensions', () => {
  const dimensionsOf = (id: string) =>
    books.company
      .table('_dimensionSetEntries')
      .filter((row) => row['parentId'] === id)
      .map((row) => [row['parentType'], row['valueId']])
  const tag = (parentId: string, valueId: string) =>
    books.company.table('_dimensionSetEntries').insert({ parentId, parentType: '_x0020_', dimensionId: 'd', valueId })

  it('go with the document and its lines, from order to invoice to credit memo', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '1')])
    tag(order.id, 'head')
    tag(books.lines('salesOrder', order.id)[0]?.id ?? '', 'line')
    const { invoice, shipment } = shipAndInvoice(books.company, order.id)
    const { creditMemo } = cancelInvoice(books.company, invoice?.id ?? '')
    expect(dimensionsOf(order.id)).toEqual([])
    expect(dimensionsOf(shipment?.id ?? '')).toEqual([['Sales_x0020_Shipment', 'head']])
    expect(dimensionsOf(invoice?.id ?? '')).toEqual([['Sales_x0020_Invoice', 'head']])
    expect(dimensionsOf(creditMemo.id)).toEqual([['Sales_x0020_Credit_x0020_Memo', 'head']])
    const [line] = books.lines('salesCreditMemo', creditMemo.id)
    expect(dimensionsOf(line?.id ?? '')).toEqual([['Sales_x0020_Credit_x0020_Memo_x0020_Line', 'line']])
  })
})
