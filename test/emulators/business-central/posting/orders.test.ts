import { beforeEach, describe, expect, it } from 'vitest'
import { recalculate, shipAndInvoice } from './index.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})
const orderGone = (id: string) => books.company.table('salesOrders').get(id) === undefined

describe('an order shipped and invoiced in full', () => {
  it('is deleted, and leaves a shipment, a posted invoice that remembers it, and entries', () => {
    const order = books.draft(
      'salesOrder',
      [books.sale(books.lamp, '3'), { lineType: 'Comment', description: 'Mind the step' }],
      {
        salesperson: 'JO',
        shipToCity: 'Atlanta',
      },
    )
    const result = shipAndInvoice(books.company, order.id)
    expect(result.orderDeleted).toBe(true)
    expect(orderGone(order.id)).toBe(true)
    expect(books.lines('salesOrder', order.id)).toEqual([])
    expect(books.changesOf('salesOrders', order.id).at(-1)).toBe('deleted')

    const invoice = books.company.table('salesInvoices').find((row) => row['orderId'] === order.id)
    expect(invoice).toMatchObject({
      id: result.invoice?.id,
      number: 'postedSalesInvoice-0001',
      orderNumber: order['number'],
      externalDocumentNumber: 'OPP-1',
      salesperson: 'JO',
      shipToCity: 'Atlanta',
      status: 'Open',
      invoiceDate: '2026-01-15',
      dueDate: '2026-02-15',
      totalAmountIncludingTax: '172.94',
      promisedPayDate: '0001-01-01',
    })
    expect(books.lines('salesInvoice', invoice?.id ?? '')).toMatchObject([
      { lineObjectNumber: '1928-S', quantity: '3', netAmount: '164.7' },
      { lineType: 'Comment', description: 'Mind the step' },
    ])
    expect(result.shipment).toMatchObject({
      orderNumber: order['number'],
      number: 'postedShipment-0001',
      paymentTermsCode: '1M(8D)',
    })
    expect(result.shipment).not.toHaveProperty('currencyId')
    expect(books.company.table('salesShipmentLines').all()).toMatchObject([
      { documentId: result.shipment?.id, lineType: 'Item', quantity: '3' },
      { lineType: '_x0020_', quantity: '0' },
    ])
  })

  it('moves the stock silently and writes item ledger entries with sales and cost', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '3'), books.sale(books.service, '1')])
    const { lastModifiedDateTime } = books.get('items', books.lamp.id)
    shipAndInvoice(books.company, order.id)
    expect(books.get('items', books.lamp.id)).toMatchObject({ inventory: '97', lastModifiedDateTime })
    expect(books.get('items', books.service.id)['inventory']).toBe('100')
    expect(books.company.table('itemLedgerEntries').all()).toMatchObject([
      {
        entryNumber: 1,
        itemNumber: '1928-S',
        entryType: 'Sale',
        documentType: 'Sales_x0020_Shipment',
        quantity: '-3',
        salesAmountActual: '164.7',
        costAmountActual: '-120',
      },
      { entryNumber: 2, itemNumber: 'SERVICE', quantity: '-1', salesAmountActual: '100', costAmountActual: '0' },
    ])
  })

  it('posts balanced general ledger entries', () => {
    const order = books.draft('salesOrder', [
      books.sale(books.lamp, '3'),
      { lineType: 'Account', accountId: books.rent.id, quantity: '1', unitPrice: '50', description: 'Rent' },
    ])
    shipAndInvoice(books.company, order.id)
    const entries = books.company.table('generalLedgerEntries').all()
    expect(entries.map((row) => [row['accountNumber'], row['debitAmount'], row['creditAmount']])).toEqual([
      ['2310', '225.94', '0'],
      ['6110', '0', '164.7'],
      ['6910', '0', '50'],
      ['5610', '0', '11.24'],
      ['7190', '120', '0'],
      ['2110', '0', '120'],
    ])
    expect(entries[0]).toMatchObject({
      documentType: 'Invoice',
      documentNumber: 'postedSalesInvoice-0001',
      accountId: expect.any(String) as string,
    })
  })
})

describe('an order posted in parts', () => {
  const change = (id: string, values: object) => {
    const [line] = books.lines('salesOrder', id)
    books.company.table('salesOrderLines').update(line?.id ?? '', { ...values })
    recalculate(books.company, 'salesOrder', id)
  }

  it('stays, released, with raised quantities, and proposes the rest', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '5')], { discountAmount: '10' })
    change(order.id, { shipQuantity: '2' })
    const first = shipAndInvoice(books.company, order.id)
    expect(first.orderDeleted).toBe(false)
    expect(books.get('salesOrders', order.id)).toMatchObject({ status: 'Open', fullyShipped: false })
    expect(books.lines('salesOrder', order.id)).toMatchObject([
      { shippedQuantity: '2', invoicedQuantity: '2', shipQuantity: '3', invoiceQuantity: '3' },
    ])
    const second = shipAndInvoice(books.company, order.id)
    expect(second.orderDeleted).toBe(true)
    const invoices = books.company.table('salesInvoices').filter((row) => row['orderNumber'] === order['number'])
    expect(invoices.map((row) => row['discountAmount'])).toEqual(['4', '6'])
    expect(invoices.map((row) => row['totalAmountExcludingTax'])).toEqual(['105.8', '158.7'])
  })

  it('may ship first and invoice later', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '5')])
    change(order.id, { shipQuantity: '5', invoiceQuantity: '0' })
    const shipped = shipAndInvoice(books.company, order.id)
    expect([shipped.invoice, shipped.shipment?.['orderNumber']]).toEqual([undefined, order['number']])
    expect(books.get('salesOrders', order.id)['fullyShipped']).toBe(true)
    expect(books.company.table('itemLedgerEntries').all()).toMatchObject([{ salesAmountActual: '0', quantity: '-5' }])
    change(order.id, { invoiceQuantity: '2' })
    const invoiced = shipAndInvoice(books.company, order.id)
    expect(invoiced.shipment).toBeUndefined()
    expect(orderGone(order.id)).toBe(false)
    expect(books.company.table('itemLedgerEntries').all()).toMatchObject([{ salesAmountActual: '109.8' }])
    shipAndInvoice(books.company, order.id)
    expect(orderGone(order.id)).toBe(true)
    expect(books.company.table('itemLedgerEntries').all()).toMatchObject([{ salesAmountActual: '274.5' }])
  })

  it('is refused when the customer wants everything at once', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '5')], { partialShipping: false })
    change(order.id, { shipQuantity: '2' })
    expect(() => shipAndInvoice(books.company, order.id)).toThrow('This document cannot be shipped completely.')
    change(order.id, { shipQuantity: '5' })
    expect(shipAndInvoice(books.company, order.id).orderDeleted).toBe(true)
  })
})

describe('an order that cannot be posted', () => {
  it.each<[string, RegExp, (books: Books) => string]>([
    ['does not exist', /cannot be found/, () => 'nothing'],
    ['has no lines', /Please add at least one line item to the order/, ({ draft }) => draft('salesOrder', []).id],
    ['has comments only', /There is nothing to post/, ({ draft }) => draft('salesOrder', [{ lineType: 'Comment' }]).id],
    [
      'has a line without quantity',
      /do not have a quantity specified/,
      ({ draft, sale, lamp, desk }) => draft('salesOrder', [sale(lamp, '1'), sale(desk, '0')]).id,
    ],
    [
      'is in review',
      /must be approved/,
      ({ draft, sale, lamp }) => draft('salesOrder', [sale(lamp, '1')], { status: 'In_x0020_Review' }).id,
    ],
    [
      'is dated before the allowed range',
      /not within your range of allowed posting dates in Sales Header Document Type='Order',No.='salesOrder-0001'/,
      ({ draft, sale, lamp }) => draft('salesOrder', [sale(lamp, '1')], { postingDate: '2025-12-31' }).id,
    ],
    [
      'sells a blocked item',
      /Blocked must be equal to 'No' in Item: No.=1928-S/,
      ({ company, draft, sale, lamp }) => {
        company.table('items').update(lamp.id, { blocked: true })
        return draft('salesOrder', [sale(lamp, '1')]).id
      },
    ],
    [
      'posts to an account that takes no postings',
      /Direct Posting must be equal to 'Yes'/,
      ({ company, draft, rent }) => {
        company.table('accounts').update(rent.id, { directPosting: false })
        return draft('salesOrder', [{ lineType: 'Account', accountId: rent.id, quantity: '1', unitPrice: '1' }]).id
      },
    ],
    [
      'has an item line without item',
      /No. must have a value/,
      ({ draft }) => draft('salesOrder', [{ quantity: '1', unitPrice: '1' }]).id,
    ],
    [
      'sells by an allocation account',
      /not supported by this sandbox/,
      ({ draft }) => draft('salesOrder', [{ lineType: 'Allocation_x0020_Account', quantity: '1', unitPrice: '1' }]).id,
    ],
    [
      'is in a currency without rate',
      /no Currency Exchange Rate/,
      ({ draft, sale, lamp }) => draft('salesOrder', [sale(lamp, '1')], { currencyCode: 'GBP' }).id,
    ],
    [
      'comes to less than nothing',
      /must be 0 or greater/,
      ({ draft, sale, lamp }) => draft('salesOrder', [sale(lamp, '-1')]).id,
    ],
    [
      'has nobody to sell to',
      /Sell-to Customer No. must have a value/,
      ({ draft, sale, lamp }) =>
        draft('salesOrder', [sale(lamp, '1')], { customerId: '00000000-0000-0000-0000-000000000000' }).id,
    ],
  ])('because it %s, changes nothing', (_, message, make) => {
    const id = make(books)
    const before = JSON.stringify(books.changes)
    expect(() => shipAndInvoice(books.company, id)).toThrow(message)
    expect(JSON.stringify(books.changes)).toBe(before)
    expect(books.company.table('salesShipments').all()).toEqual([])
    expect(books.company.table('generalLedgerEntries').all()).toEqual([])
  })

  it.each(['All', 'Invoice', 'Ship'])('because the customer is blocked with type %s', (blocked) => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '1')])
    books.company.table('customers').update(books.adatum.id, { blocked })
    expect(() => shipAndInvoice(books.company, order.id)).toThrow(`Customer 10000 is blocked with type ${blocked}`)
  })
})
