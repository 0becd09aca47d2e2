import { beforeEach, describe, expect, it } from 'vitest'
import { BusinessError } from '../tables.ts'
import { recalculate } from './index.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})

describe('amounts of a document', () => {
  it('are those of the documented samples: 3 × 54.90 at 5 %, rounded half up', () => {
    const invoice = books.draft('salesInvoice', [books.sale(books.lamp, '3')])
    expect(invoice).toMatchObject({
      totalAmountExcludingTax: '164.7',
      totalTaxAmount: '8.24',
      totalAmountIncludingTax: '172.94',
      discountAmount: '0',
      discountAppliedBeforeTax: true,
    })
    expect(books.lines('salesInvoice', invoice.id)).toMatchObject([
      {
        amountExcludingTax: '164.7',
        totalTaxAmount: '8.24',
        amountIncludingTax: '172.94',
        taxCode: 'FURNITURE',
        taxPercent: '5',
      },
    ])
  })

  it('use the rate of the tax group, and the rest rate of the area for other groups', () => {
    const invoice = books.draft('salesInvoice', [books.sale(books.desk, '1'), books.sale(books.service, '2')])
    expect(books.lines('salesInvoice', invoice.id).map((line) => line['totalTaxAmount'])).toEqual(['50.04', '12'])
    expect(invoice['totalAmountIncludingTax']).toBe('1262.84')
  })

  it('charge no sales tax to a customer that is not liable, and VAT whether liable or not', () => {
    books.company.table('customers').update(books.adatum.id, { taxLiable: false })
    expect(books.draft('salesInvoice', [books.sale(books.lamp, '1')])['totalTaxAmount']).toBe('0')
    expect(books.draft('salesInvoice', [books.sale(books.lamp, '1')], {}, books.relecloud)['totalTaxAmount']).toBe(
      '13.73',
    )
  })

  it('refuse a VAT group that is not set up', () => {
    expect(() => books.draft('salesInvoice', [books.sale(books.service, '1')], {}, books.relecloud)).toThrow(
      /VAT Posting Setup does not exist.*LABOR/,
    )
  })

  it('round the tax of a group as a whole and carry remainders from line to line', () => {
    const line = books.sale(books.lamp, '1', { unitPrice: '0.1' })
    const invoice = books.draft('salesInvoice', [line, line, line, line])
    // 4 × 0.005 is 0.02, not 4 × 0.01.
    expect(invoice['totalTaxAmount']).toBe('0.02')
    expect(books.lines('salesInvoice', invoice.id).map((each) => each['netTaxAmount'])).toEqual([
      '0.01',
      '0',
      '0.01',
      '0',
    ])
  })

  it('take tax out of prices that include it', () => {
    const invoice = books.draft(
      'salesInvoice',
      [books.sale(books.lamp, '1', { unitPrice: '125' })],
      { pricesIncludeTax: true },
      books.relecloud,
    )
    expect(invoice).toMatchObject({
      totalAmountExcludingTax: '100',
      totalTaxAmount: '25',
      totalAmountIncludingTax: '125',
      discountAppliedBeforeTax: false,
    })
  })

  it('are multiples of the rounding precision of the currency', () => {
    const invoice = books.draft('salesInvoice', [books.sale(books.lamp, '3', { unitPrice: '33.33' })], {
      currencyCode: 'JPY',
    })
    expect(invoice).toMatchObject({ totalAmountExcludingTax: '100', totalTaxAmount: '5' })
  })

  it('leave comments alone, and a document without lines at zero', () => {
    const quote = books.draft('salesQuote', [{ lineType: 'Comment', description: 'Thank you' }])
    expect(quote).toMatchObject({ totalAmountIncludingTax: '0' })
    expect(books.lines('salesQuote', quote.id)[0]?.['netAmount']).toBeUndefined()
  })

  it('stamp the header only when its totals change', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '3')])
    const before = books.changes.length
    recalculate(books.company, 'salesOrder', order.id)
    expect(books.changes.length).toBe(before)
    const [line] = books.lines('salesOrder', order.id)
    books.company.table('salesOrderLines').update(line?.id ?? '', { quantity: '4' })
    recalculate(books.company, 'salesOrder', order.id)
    expect(books.changesOf('salesOrders', order.id).at(-1)).toBe('updated')
  })
})

describe('discounts', () => {
  const only = (kind: 'salesOrder', id: string) => {
    const [line] = books.lines(kind, id)
    if (!line) throw new Error('no line')
    return line
  }

  it('a percentage gives the amount, and follows quantity and price', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '3', { discountPercent: '10' })])
    expect(only('salesOrder', order.id)).toMatchObject({ discountAmount: '16.47', amountExcludingTax: '148.23' })
    books.company.table('salesOrderLines').update(only('salesOrder', order.id).id, { quantity: '6' })
    recalculate(books.company, 'salesOrder', order.id)
    expect(only('salesOrder', order.id)).toMatchObject({ discountPercent: '10', discountAmount: '32.94' })
  })

  it('an amount gives the percentage and is kept to the cent', () => {
    const order = books.draft('salesOrder', [
      books.sale(books.desk, '1', { unitPrice: '1000000', discountAmount: '123.45' }),
    ])
    expect(only('salesOrder', order.id)).toMatchObject({ discountPercent: '0.01235', discountAmount: '123.45' })
    recalculate(books.company, 'salesOrder', order.id)
    expect(only('salesOrder', order.id)['discountAmount']).toBe('123.45')
    books.company.table('salesOrderLines').update(only('salesOrder', order.id).id, { discountAmount: '200' })
    recalculate(books.company, 'salesOrder', order.id)
    expect(only('salesOrder', order.id)).toMatchObject({ discountPercent: '0.02', discountAmount: '200' })
  })

  it('over the document is shared out in proportion, to the cent', () => {
    const order = books.draft(
      'salesOrder',
      [books.sale(books.lamp, '1'), books.sale(books.lamp, '1'), books.sale(books.lamp, '1')],
      { discountAmount: '10' },
    )
    expect(books.lines('salesOrder', order.id).map((line) => line['invoiceDiscountAllocation'])).toEqual([
      '3.33',
      '3.34',
      '3.33',
    ])
    expect(order).toMatchObject({ discountAmount: '10', totalAmountExcludingTax: '154.7', totalTaxAmount: '7.74' })
  })

  it.each([
    ['more than the line', [{ discountAmount: '60' }], {}],
    ['a percentage over 100', [{ discountPercent: '101' }], {}],
    ['a negative percentage', [{ discountPercent: '-1' }], {}],
    ['more than the document', [{}], { discountAmount: '54.91' }],
    ['a negative document discount', [{}], { discountAmount: '-1' }],
  ])('refuse %s', (_, lines, header) => {
    const sales = lines.map((line) => books.sale(books.lamp, '1', line))
    expect(() => books.draft('salesOrder', sales, header)).toThrow(BusinessError)
  })
})

describe('quantities of the next posting', () => {
  const order = (more: object = {}) => books.draft('salesOrder', [books.sale(books.lamp, '5', { ...more })])
  const line = (id: string) => books.lines('salesOrder', id)[0]
  const change = (id: string, values: object) => {
    books.company.table('salesOrderLines').update(line(id)?.id ?? '', { ...values })
    recalculate(books.company, 'salesOrder', id)
  }

  it('are everything outstanding until somebody says less', () => {
    const { id } = order({ shipQuantity: '0', invoiceQuantity: '0' })
    expect(line(id)).toMatchObject({ shipQuantity: '5', invoiceQuantity: '5', shippedQuantity: '0' })
    change(id, { shipQuantity: '2' })
    expect(line(id)).toMatchObject({ shipQuantity: '2', invoiceQuantity: '2' })
    change(id, { invoiceQuantity: '0' })
    expect(line(id)).toMatchObject({ shipQuantity: '2', invoiceQuantity: '0' })
    change(id, { quantity: '8' })
    expect(line(id)).toMatchObject({ shipQuantity: '8', invoiceQuantity: '8' })
  })

  it('are refused beyond what is outstanding or shipped', () => {
    const { id } = order()
    expect(() => change(id, { shipQuantity: '6' })).toThrow('You cannot ship more than 5 units.')
    const { id: other } = order()
    expect(() => change(other, { shipQuantity: '2', invoiceQuantity: '3' })).toThrow(
      'You cannot invoice more than 2 units.',
    )
  })
})
