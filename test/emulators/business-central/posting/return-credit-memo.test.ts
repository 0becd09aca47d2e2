import { beforeEach, describe, expect, it } from 'vitest'
import { cancelInvoice, makeCorrectiveCreditMemo, makeReturnCreditMemo, postCreditMemo, postInvoice } from './index.ts'
import { decimal } from './money.ts'
import { type Books, createBooks } from './testing/books.ts'
import { refusal } from './testing/refusal.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})

describe('goods that come back', () => {
  it('lower an open invoice by their part, discounts and tax included', () => {
    const draft = books.draft(
      'salesInvoice',
      [books.sale(books.lamp, '4', { discountPercent: '10' }), books.sale(books.desk, '1')],
      { discountAmount: '50' },
    )
    const invoice = postInvoice(books.company, draft.id)
    const [lamps] = books.lines('salesInvoice', invoice.id)
    const lines = [{ lineId: lamps?.id ?? '', quantity: '4' }]
    const memo = makeReturnCreditMemo(books.company, { invoiceId: invoice.id, lines })
    expect(memo['totalAmountIncludingTax']).toBe(lamps?.['netAmountIncludingTax'])
    postCreditMemo(books.company, memo.id)
    expect(books.left(invoice)).toBe(
      decimal(invoice['totalAmountIncludingTax']).minus(decimal(memo['totalAmountIncludingTax'])).toFixed(),
    )
    const again = refusal(() => makeReturnCreditMemo(books.company, { invoiceId: invoice.id, lines }))
    expect(again).toBe('You cannot return more than the 0 units that you have shipped for No. 1928-S.')
    expect(books.get('items', books.lamp.id)['inventory']).toBe('100')
  })

  it('are refused when a corrective credit memo has taken them back', () => {
    const invoice = postInvoice(books.company, books.draft('salesInvoice', [books.sale(books.lamp, '3')]).id)
    const [lamps] = books.lines('salesInvoice', invoice.id)
    postCreditMemo(books.company, makeCorrectiveCreditMemo(books.company, invoice.id).id)
    const lines = [{ lineId: lamps?.id ?? '', quantity: '1' }]
    expect(refusal(() => makeReturnCreditMemo(books.company, { invoiceId: invoice.id, lines }))).toContain(
      'the 0 units',
    )
  })

  it('are refused for a draft, a canceled invoice, a strange line, no line', () => {
    const draft = books.draft('salesInvoice', [books.sale(books.lamp, '1')])
    const back = (invoiceId: string, lines: { lineId: string; quantity: string }[]) =>
      refusal(() => makeReturnCreditMemo(books.company, { invoiceId, lines }))
    expect(back(draft.id, [])).toContain('posted invoice only')
    const invoice = postInvoice(books.company, draft.id)
    expect(back(invoice.id, [])).toBe('There is nothing to post.')
    expect(back(invoice.id, [{ lineId: 'x', quantity: '1' }])).toContain('not in the invoice')
    const [line] = books.lines('salesInvoice', invoice.id)
    expect(back(invoice.id, [{ lineId: line?.id ?? '', quantity: 'one' }])).toContain('Decimal')
    cancelInvoice(books.company, invoice.id)
    expect(back(invoice.id, [{ lineId: line?.id ?? '', quantity: '1' }])).toContain('already been canceled')
  })
})
