import { beforeEach, describe, expect, it } from 'vitest'
import {
  cancelCreditMemo,
  cancelInvoice,
  invoiceOrder,
  shipAndInvoice,
  shipOrder,
  setPrepayment,
  postPrepaymentInvoice,
  invoiceStatus,
  makeCorrectiveCreditMemo,
  postCreditMemo,
  postInvoice,
  postPayments,
  remainingAmount,
} from './index.ts'
import { checkBooks } from './proof/check-books.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})
const lampInvoice = (quantity = '3', header: Record<string, unknown> = {}) =>
  books.draft('salesInvoice', [books.sale(books.lamp, quantity)], header)

describe('canceling a posted invoice', () => {
  it('posts a corrective credit memo, applies it, and tells of the new status once', () => {
    const draft = books.draft(
      'salesInvoice',
      [books.sale(books.lamp, '3', { discountAmount: '0.37' }), books.sale(books.service, '1')],
      { discountAmount: '5' },
    )
    const invoice = postInvoice(books.company, draft.id)
    const mark = books.changesOf('salesInvoices', invoice.id).length
    const { invoice: canceled, creditMemo } = cancelInvoice(books.company, invoice.id)
    expect([
      canceled['status'],
      invoiceStatus(books.company, canceled),
      remainingAmount(books.company, canceled),
    ]).toEqual(['Canceled', 'Canceled', '0'])
    expect(books.changesOf('salesInvoices', invoice.id).slice(mark)).toEqual(['updated'])
    expect(creditMemo).toMatchObject({
      number: 'postedSalesCreditMemo-0001',
      status: 'Corrective',
      invoiceId: invoice.id,
      invoiceNumber: invoice['number'],
      totalAmountIncludingTax: invoice['totalAmountIncludingTax'],
      totalTaxAmount: invoice['totalTaxAmount'],
    })
    expect(creditMemo).not.toHaveProperty('shipToName')
    expect(books.get('items', books.lamp.id)['inventory']).toBe('100')
    expect(() => cancelInvoice(books.company, invoice.id)).toThrow('already been canceled')
    expect(() => makeCorrectiveCreditMemo(books.company, invoice.id)).toThrow('The invoice is closed')
  })

  it('takes an invoice over nothing, of which nothing is paid', () => {
    const free = books.draft('salesInvoice', [books.sale(books.lamp, '1', { discountPercent: '100' })])
    postInvoice(books.company, free.id)
    expect(cancelInvoice(books.company, free.id)).toMatchObject({
      invoice: { status: 'Canceled' },
      creditMemo: { status: 'Corrective' },
    })
    expect(books.get('items', books.lamp.id)['inventory']).toBe('100')
    expect(() => cancelInvoice(books.company, free.id)).toThrow('already been canceled')
  })

  it('is refused for a draft and once something is paid', () => {
    const draft = lampInvoice()
    expect(() => cancelInvoice(books.company, draft.id)).toThrow('The action can be applied to a posted invoice only.')
    postInvoice(books.company, draft.id)
    books.pay(books.adatum, '-10', { appliesToInvoiceId: draft.id })
    postPayments(books.company, books.journal.id)
    const before = books.changes.length
    expect(() => cancelInvoice(books.company, draft.id)).toThrow('fully or partially paid')
    expect(() => makeCorrectiveCreditMemo(books.company, draft.id)).toThrow('partially paid or credited')
    expect(books.changes.length).toBe(before)
  })
})

describe('a corrective credit memo', () => {
  it('is a draft that leaves the invoice alone until it is posted, then pays it', () => {
    const invoice = postInvoice(books.company, lampInvoice().id)
    const memo = makeCorrectiveCreditMemo(books.company, invoice.id)
    expect(memo).toMatchObject({
      status: 'Draft',
      number: 'salesCreditMemo-0001',
      totalAmountIncludingTax: '172.94',
      invoiceId: invoice.id,
    })
    expect(books.lines('salesCreditMemo', memo.id)).toHaveLength(1)
    expect(books.get('salesInvoices', invoice.id)['status']).toBe('Open')
    const posted = postCreditMemo(books.company, memo.id)
    expect(posted).toMatchObject({ id: memo.id, number: 'postedSalesCreditMemo-0001', status: 'Paid' })
    expect(books.get('salesInvoices', invoice.id)['status']).toBe('Paid')
    expect(() => makeCorrectiveCreditMemo(books.company, invoice.id)).toThrow('The invoice is closed')
    expect(() => postCreditMemo(books.company, memo.id)).toThrow(
      'The action can be applied to a draft credit memo only.',
    )
  })

  it('over a part leaves the rest open, silently', () => {
    const invoice = postInvoice(books.company, lampInvoice().id)
    const stamp = books.get('salesInvoices', invoice.id)['lastModifiedDateTime']
    const memo = books.draft('salesCreditMemo', [books.sale(books.lamp, '1')], { invoiceNumber: invoice['number'] })
    expect(postCreditMemo(books.company, memo.id)['status']).toBe('Paid')
    expect(books.get('salesInvoices', invoice.id)).toMatchObject({ status: 'Open', lastModifiedDateTime: stamp })
    expect(books.left(invoice)).toBe('115.29')
  })

  it('without an invoice stays open to the customer’s credit, even when he is blocked for invoices', () => {
    books.company.table('customers').update(books.adatum.id, { blocked: 'Invoice' })
    const memo = books.draft('salesCreditMemo', [books.sale(books.lamp, '1')])
    expect(postCreditMemo(books.company, memo.id)['status']).toBe('Open')
    books.company.table('customers').update(books.adatum.id, { blocked: 'All' })
    const other = books.draft('salesCreditMemo', [books.sale(books.lamp, '1')])
    expect(() => postCreditMemo(books.company, other.id)).toThrow('blocked with type All')
  })
})

describe('what stands in the way of canceling', () => {
  it('a closed period, a blocked customer, a fixed asset, being a correction itself', () => {
    const invoice = postInvoice(books.company, lampInvoice().id)
    const cancel = (id = invoice.id) => cancelInvoice(books.company, id)
    const [setup] = books.company.table('generalLedgerSetup').all()
    const allowFrom = (day: string) =>
      books.company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingFrom: day })
    books.company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingTo: '2026-12-31' })
    allowFrom('2026-01-16')
    expect(cancel).toThrow('posting period that is closed')
    allowFrom('2026-01-01')
    for (const blocked of ['Invoice', 'All']) {
      books.company.table('customers').update(books.adatum.id, { blocked })
      expect(() => cancel()).toThrow('customer Adatum Corporation is blocked')
    }
    books.company.table('customers').update(books.adatum.id, { blocked: 'Ship' })
    expect(cancel().invoice['status']).toBe('Canceled')

    const [memo] = books.company.table('salesCreditMemos').all()
    books.company.table('customers').update(books.adatum.id, { blocked: '_x0020_' })
    const { invoice: correction } = cancelCreditMemo(books.company, memo?.id ?? '')
    expect(() => cancel(correction.id)).toThrow('a correction of a credit memo')

    books.company.table('_fixedAssets').insert({ number: 'FA1', displayName: 'Van', blocked: false })
    const van = { lineType: 'Fixed_x0020_Asset', lineObjectNumber: 'FA1', quantity: '1', unitPrice: '9' }
    const sold = postInvoice(books.company, books.draft('salesInvoice', [van]).id)
    expect(() => cancel(sold.id)).toThrow('Fixed Asset')
    expect(() => makeCorrectiveCreditMemo(books.company, sold.id)).toThrow('Fixed Asset')
  })

  it('a corrective credit memo is made in a closed period, for a blocked customer and of a correction: its posting asks', () => {
    const invoice = postInvoice(books.company, lampInvoice().id)
    const { creditMemo } = cancelInvoice(books.company, postInvoice(books.company, lampInvoice().id).id)
    const { invoice: correction } = cancelCreditMemo(books.company, creditMemo.id)
    const [setup] = books.company.table('generalLedgerSetup').all()
    books.company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingFrom: '2026-01-16' })
    books.company.table('customers').update(books.adatum.id, { blocked: 'All' })
    const memo = makeCorrectiveCreditMemo(books.company, invoice.id)
    expect(() => postCreditMemo(books.company, memo.id)).toThrow('blocked with type All')
    books.company.table('customers').update(books.adatum.id, { blocked: '_x0020_' })
    expect(() => postCreditMemo(books.company, memo.id)).toThrow('allowed posting dates')
    // The corrective invoice of a canceled credit memo was closed by it.
    expect(() => makeCorrectiveCreditMemo(books.company, correction.id)).toThrow('The invoice is closed')
  })

  it('an order that is still there gets back what the invoice was over', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '3'), books.sale(books.desk, '1')])
    setPrepayment(books.company, order.id, '30')
    postPrepaymentInvoice(books.company, order.id)
    const [lamps] = books.lines('salesOrder', order.id)
    shipOrder(books.company, order.id, [{ lineId: lamps?.id ?? '', quantity: '2' }])
    const { invoice } = invoiceOrder(books.company, order.id)
    const quantities = () =>
      books
        .lines('salesOrder', order.id)
        .map((line) => [
          line['shippedQuantity'],
          line['invoicedQuantity'],
          line['shipQuantity'],
          line['invoiceQuantity'],
        ])
    expect(quantities()).toEqual([
      ['2', '2', '1', '1'],
      ['0', '0', '1', '1'],
    ])
    const { creditMemo } = cancelInvoice(books.company, invoice?.id ?? '')
    expect(quantities()).toEqual([
      ['0', '0', '3', '3'],
      ['0', '0', '1', '1'],
    ])
    expect(books.get('items', books.lamp.id)['inventory']).toBe('100')
    const whole = shipAndInvoice(books.company, order.id)
    expect(whole.orderDeleted).toBe(true)
    // 30 percent of it were paid ahead.
    expect(whole.invoice?.['totalAmountExcludingTax']).toBe('815.85')
    checkBooks(books.company, 100)
    // Nothing is left to give back to.
    cancelCreditMemo(books.company, creditMemo.id)
    cancelInvoice(books.company, whole.invoice?.id ?? '')
    checkBooks(books.company, 100)
  })
})

describe('canceling a corrective credit memo', () => {
  it('opens the invoice again and closes the memo with a corrective invoice', () => {
    const invoice = postInvoice(books.company, lampInvoice().id)
    const { creditMemo } = cancelInvoice(books.company, invoice.id)
    const mark = books.changes.length
    const result = cancelCreditMemo(books.company, creditMemo.id)
    expect(result.creditMemo['status']).toBe('Canceled')
    expect(result.invoice).toMatchObject({ status: 'Corrective', totalAmountIncludingTax: '172.94', orderNumber: '' })
    expect(books.get('salesInvoices', invoice.id)['status']).toBe('Open')
    expect(books.left(invoice)).toBe('172.94')
    expect(remainingAmount(books.company, result.invoice)).toBe('0')
    expect(books.get('items', books.lamp.id)['inventory']).toBe('97')
    const told = books.changes.slice(mark).filter((change) => change.id === invoice.id || change.id === creditMemo.id)
    expect(told.map((change) => [change.kind, change.row['status']])).toEqual([
      ['updated', 'Open'],
      ['updated', 'Canceled'],
    ])
    expect(() => cancelCreditMemo(books.company, creditMemo.id)).toThrow('already been canceled')
    expect(cancelInvoice(books.company, invoice.id).invoice['status']).toBe('Canceled')
  })

  it('is refused for drafts and for memos that cancel nothing', () => {
    const memo = books.draft('salesCreditMemo', [books.sale(books.lamp, '1')])
    expect(() => cancelCreditMemo(books.company, memo.id)).toThrow('posted credit memo only')
    postCreditMemo(books.company, memo.id)
    expect(() => cancelCreditMemo(books.company, memo.id)).toThrow('not a corrective document')
  })
})
