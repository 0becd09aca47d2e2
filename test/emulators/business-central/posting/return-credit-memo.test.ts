import { beforeEach, describe, expect, it } from 'vitest'
import {
  applicationsOf,
  cancelCreditMemo,
  cancelInvoice,
  makeCorrectiveCreditMemo,
  makeReturnCreditMemo,
  postCreditMemo,
  postInvoice,
  unapply,
} from './index.ts'
import { decimal } from './money.ts'
import { type Books, createBooks } from './testing/books.ts'
import { ledgerEntryOf } from './statuses.ts'
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

  it('come back once: what a return and a corrective credit memo both take back is posted by the first', () => {
    const invoice = postInvoice(books.company, books.draft('salesInvoice', [books.sale(books.lamp, '3')]).id)
    const [lamps] = books.lines('salesInvoice', invoice.id)
    const whole = makeCorrectiveCreditMemo(books.company, invoice.id)
    const { creditMemo } = cancelInvoice(books.company, invoice.id)
    expect(refusal(() => postCreditMemo(books.company, whole.id))).toContain('more than the 0 units')
    // Canceled, the cancellation takes nothing back.
    cancelCreditMemo(books.company, creditMemo.id)
    books.company.table('salesCreditMemos').delete(whole.id)
    for (const line of books.lines('salesCreditMemo', whole.id))
      books.company.table('salesCreditMemoLines').delete(line.id)
    const part = makeReturnCreditMemo(books.company, {
      invoiceId: invoice.id,
      lines: [{ lineId: lamps?.id ?? '', quantity: '1' }],
    })
    const entry = ledgerEntryOf(books.company, postCreditMemo(books.company, part.id))
    const [application = 0] = applicationsOf(books.company, Number(entry?.['entryNumber']))
    unapply(books.company, application)
    const returned = 'because item 1928-S 1928-S has already been fully or partially returned.'
    expect(refusal(() => cancelInvoice(books.company, invoice.id))).toContain(returned)
    // A corrective credit memo takes the rest.
    const rest = makeCorrectiveCreditMemo(books.company, invoice.id)
    expect(books.lines('salesCreditMemo', rest.id)).toMatchObject([{ quantity: '2' }])
    expect(rest['totalAmountIncludingTax']).toBe('115.29')
    const back = ledgerEntryOf(books.company, postCreditMemo(books.company, rest.id))
    expect(books.left(invoice)).toBe('57.65')
    unapply(books.company, applicationsOf(books.company, Number(back?.['entryNumber']))[0] ?? 0)
    expect(refusal(() => makeCorrectiveCreditMemo(books.company, invoice.id))).toContain('nothing left')
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
