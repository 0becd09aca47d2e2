import { beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../tables.ts'
import {
  applicationsOf,
  apply,
  applyEntries,
  customerBalance,
  customerEntries,
  entryOf,
  isReversible,
  ledgerRows,
  legalMoves,
  makeReturnCreditMemo,
  postCreditMemo,
  postInvoice,
  postPayment,
  postRefund,
  reverse,
  unapply,
} from './index.ts'
import { decimal, sum } from './money.ts'
import { type Books, createBooks } from './testing/books.ts'
import { refusal } from './testing/refusal.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})
const status = (invoice: Row) => books.get('salesInvoices', invoice.id)['status']
const entry = (number: number) =>
  books.company.table(customerEntries).find((row) => row['entryNumber'] === number) ?? { id: '' }
const numberOf = (row: Row) => Number(row['entryNumber'])
const ledgerIsBalanced = () =>
  sum(
    books.company
      .table('generalLedgerEntries')
      .all()
      .map((row) => decimal(row['debitAmount']).minus(decimal(row['creditAmount']))),
  ).toFixed()

describe('one payment for many invoices', () => {
  it('closes them in order, the last in part, under one application', () => {
    const [a, b, c] = [books.invoiced('1'), books.invoiced('2'), books.invoiced('3')]
    const closes = [a, b, c].map(({ id }) => ({ invoiceId: id }))
    const paid = postPayment(books.company, { customerId: books.adatum.id, amount: '300', closes })
    expect([a, b, c].map(books.left)).toEqual(['0', '0', '45.88'])
    expect([a, b, c].map(status)).toEqual(['Paid', 'Paid', 'Open'])
    expect(paid.entry).toMatchObject({ open: false, amount: '-300', documentType: 'Payment' })
    expect(applicationsOf(books.company, numberOf(paid.entry))).toEqual([paid.application])
    unapply(books.company, paid.application ?? 0)
    expect([a, b, c].map(books.left)).toEqual(['57.65', '115.29', '172.94'])
    expect([a, b, c].map(status)).toEqual(['Open', 'Open', 'Open'])
    expect(entry(numberOf(paid.entry))).toMatchObject({ open: true, remainingAmount: '-300' })
  })

  it('takes a part of each, and keeps what is too much', () => {
    const [a, b] = [books.invoiced('1'), books.invoiced('2')]
    const closes = [
      { invoiceId: a.id, amount: '7.65' },
      { invoiceId: b.id, amount: 15.29 },
    ]
    const { entry: payment } = postPayment(books.company, { customerId: books.adatum.id, amount: '30', closes })
    expect([books.left(a), books.left(b)]).toEqual(['50', '100'])
    expect(payment).toMatchObject({ open: true, remainingAmount: '-7.06' })
    applyEntries(books.company, {
      entry: numberOf(payment),
      appliesTo: [{ entry: entryOf(books.company, 'salesInvoices', a.id) }],
    })
    expect(books.left(a)).toBe('42.94')
  })

  it('tells of each invoice once, and of the payment’s part payments not at all', () => {
    const [a, b] = [books.invoiced('1'), books.invoiced('2')]
    const marks = [a, b].map(({ id }) => books.changesOf('salesInvoices', id).length)
    const closes = [{ invoiceId: a.id }, { invoiceId: b.id }]
    postPayment(books.company, { customerId: books.adatum.id, amount: '100', closes })
    expect([a, b].map(({ id }, index) => books.changesOf('salesInvoices', id).slice(marks[index]))).toEqual([
      ['updated'],
      [],
    ])
  })

  it('in euro: what is realized of all invoices is one posting', () => {
    const [a, b] = [books.invoiced('1', books.relecloud), books.invoiced('1', books.relecloud)]
    const closes = [{ invoiceId: a.id }, { invoiceId: b.id }]
    const paid = postPayment(books.company, {
      customerId: books.relecloud.id,
      amount: '137.26',
      closes,
      postingDate: '2026-02-03',
    })
    expect([status(a), status(b), paid.entry['open']]).toEqual(['Paid', 'Paid', false])
    expect(customerBalance(books.company, books.relecloud.id)).toBe('0')
    const gains = books.accountBalance('9330').map((row) => row['creditAmount'])
    expect(gains).toEqual(['13.74'])
    unapply(books.company, paid.application ?? 0)
    expect(ledgerIsBalanced()).toBe('0')
    expect(customerBalance(books.company, books.relecloud.id)).toBe('-13.73')
  })
})

it('one credit memo closes an invoice and a part of another', () => {
  const [a, b] = [books.invoiced('1'), books.invoiced('2')]
  const memo = postCreditMemo(books.company, books.draft('salesCreditMemo', [books.sale(books.lamp, '2')]).id)
  const appliesTo = [a, b].map(({ id }) => ({ entry: entryOf(books.company, 'salesInvoices', id) }))
  const entryNumber = entryOf(books.company, 'salesCreditMemos', memo.id)
  const application = applyEntries(books.company, { entry: entryNumber, appliesTo })
  expect([a, b].map((invoice) => [books.left(invoice), status(invoice)])).toEqual([
    ['0', 'Paid'],
    ['57.65', 'Open'],
  ])
  expect(books.get('salesCreditMemos', memo.id)['status']).toBe('Paid')
  unapply(books.company, application)
  expect([books.left(a), books.left(b), books.get('salesCreditMemos', memo.id)['status']]).toEqual([
    '57.65',
    '115.29',
    'Open',
  ])
})

it('in euro, goods come back, their price is paid back at another rate, and that is reversed', () => {
  const { company, relecloud } = books
  const invoice = books.invoiced('2', relecloud)
  const closes = [{ invoiceId: invoice.id }]
  postPayment(company, { customerId: relecloud.id, amount: '137.25', closes })
  const [line] = books.lines('salesInvoice', invoice.id)
  const lines = [{ lineId: line?.id ?? '', quantity: '1' }]
  const memo = postCreditMemo(company, makeReturnCreditMemo(company, { invoiceId: invoice.id, lines }).id)
  expect(memo).toMatchObject({ currencyCode: 'EUR', totalAmountIncludingTax: '68.63', status: 'Open' })
  expect(customerBalance(company, relecloud.id)).toBe('-75.49')
  const ask = { customerId: relecloud.id, amount: '68.63', postingDate: '2026-02-03' }
  const refund = postRefund(company, { ...ask, closes: [{ creditMemoId: memo.id }] })
  expect(refund.entry).toMatchObject({ currencyCode: 'EUR', amountLcy: '82.36', open: false })
  expect(customerBalance(company, relecloud.id)).toBe('0')
  expect(books.accountBalance('9340').map((row) => row['debitAmount'])).toEqual(['6.87'])
  unapply(company, refund.application ?? 0)
  expect(reverse(company, numberOf(refund.entry))).toMatchObject({ amount: '-68.63', amountLcy: '-82.36' })
  expect(customerBalance(company, relecloud.id)).toBe('-75.49')
  expect(ledgerIsBalanced()).toBe('0')
})

describe('a payment is refused', () => {
  it.each([
    ['amount that is none', { amount: 'ten' }, `The value "ten" can't be evaluated`],
    ['nothing', { amount: '0' }, 'must be positive'],
    ['a negative amount', { amount: -5 }, 'must be positive'],
    ['a date that is none', { postingDate: '2026-02-30' }, `can't be evaluated into type Date`],
    ['a closed period', { postingDate: '2025-12-31' }, 'not within your range of allowed posting dates'],
    ['an unknown currency', { currencyCode: 'XXX' }, 'cannot be found in the related table (Currency)'],
    ['an unknown customer', { customerId: 'nobody' }, 'Account No. must have a value'],
    ['an unknown entry', { closes: [{ entry: 99 }] }, 'does not exist'],
    ['an unknown invoice', { closes: [{ invoiceId: 'x' }] }, 'cannot be found'],
    ['two names for one', { closes: [{ invoiceId: 'x', entry: 1 }] }, 'Name one of'],
    ['an unknown account', { balancingAccountNumber: '0815' }, 'Bal. Account No. must have a value'],
  ])('for %s, and nothing is posted', (_what, wrong, says) => {
    const ask = { customerId: books.adatum.id, amount: '10', ...wrong }
    expect(refusal(() => postPayment(books.company, ask))).toContain(says)
    expect(books.company.table(customerEntries).all()).toEqual([])
    expect(books.company.table('generalLedgerEntries').all()).toEqual([])
  })

  it('for a draft, for more than is open, for a day before the invoice, for another customer’s', () => {
    const draft = books.draft('salesInvoice', [books.sale(books.lamp, '1')])
    const invoice = books.invoiced('1')
    const other = books.invoiced('1', books.relecloud)
    const pay = (closes: object, more: object = {}) =>
      refusal(() =>
        postPayment(books.company, { customerId: books.adatum.id, amount: '10', closes: [closes], ...more }),
      )
    expect(pay({ invoiceId: draft.id })).toContain('must be a posted sales invoice')
    expect(pay({ invoiceId: invoice.id, amount: '57.66' })).toContain('must not be larger than Remaining Amount')
    expect(pay({ invoiceId: invoice.id }, { postingDate: '2026-01-14' })).toContain('earlier posting date')
    expect(pay({ invoiceId: other.id }, { currencyCode: 'EUR' })).toContain('Customer No. must be equal to')
  })
})

describe('reversal', () => {
  it('takes a payment back; what was applied must be unapplied first', () => {
    const invoice = books.invoiced()
    const closes = [{ invoiceId: invoice.id }]
    const paid = postPayment(books.company, { customerId: books.adatum.id, amount: '172.94', closes })
    const number = numberOf(paid.entry)
    expect(refusal(() => reverse(books.company, number))).toContain('either applied to an entry')
    expect(isReversible(books.company, number)).toBe(false)
    unapply(books.company, paid.application ?? 0)
    expect(isReversible(books.company, number)).toBe(true)
    const mirror = reverse(books.company, number)
    expect(mirror).toMatchObject({
      documentType: 'Payment',
      documentNumber: paid.entry['documentNumber'],
      amount: '172.94',
      open: false,
      reversedEntryNumber: number,
    })
    expect(entry(number)).toMatchObject({ open: false, remainingAmount: '0', reversed: true })
    expect([status(invoice), books.left(invoice)]).toEqual(['Open', '172.94'])
    expect(customerBalance(books.company, books.adatum.id)).toBe('172.94')
    expect(books.accountBalance('2920').map((row) => [row['debitAmount'], row['creditAmount']])).toEqual([
      ['172.94', '0'],
      ['0', '172.94'],
    ])
    const [last, before] = ledgerRows(books.company).toReversed()
    expect([before?.cleEntryNo, last?.cleEntryNo].sort()).toEqual([number, numberOf(mirror)])
    expect([last?.dcleAppliedCustLedgerEntryNo, last?.dcleEntryType]).toEqual([numberOf(mirror), 'Application'])
  })

  it('is refused twice, for documents, for unapplying, in a closed period', () => {
    const invoice = books.invoiced()
    expect(refusal(() => reverse(books.company, entryOf(books.company, 'salesInvoices', invoice.id)))).toBe(
      'You can only reverse entries that were posted from a journal.',
    )
    const { entry: payment } = postPayment(books.company, { customerId: books.adatum.id, amount: '1' })
    const mirror = reverse(books.company, numberOf(payment))
    for (const number of [numberOf(payment), numberOf(mirror)]) {
      expect(refusal(() => reverse(books.company, number))).toContain('already been involved in a reversal')
      const [application = 0] = applicationsOf(books.company, number)
      expect(refusal(() => unapply(books.company, application))).toContain('involved in a reversal')
    }
    const old = postPayment(books.company, { customerId: books.adatum.id, amount: '1' })
    const [setup] = books.company.table('generalLedgerSetup').all()
    books.company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingFrom: '2026-02-01' })
    expect(refusal(() => reverse(books.company, numberOf(old.entry)))).toContain('allowed posting dates')
    const ask = { entry: numberOf(old.entry), appliesTo: entryOf(books.company, 'salesInvoices', invoice.id) }
    expect(refusal(() => apply(books.company, ask))).toContain('allowed posting dates')
    const application = apply(books.company, { ...ask, postingDate: '2026-02-01' })
    books.company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingFrom: '2026-03-01' })
    expect(refusal(() => unapply(books.company, application))).toContain('allowed posting dates')
    expect(refusal(() => reverse(books.company, 999))).toContain('does not exist')
  })
})

describe('a refund', () => {
  it('pays an overpayment back', () => {
    const invoice = books.invoiced('1')
    const closes = [{ invoiceId: invoice.id }]
    const { entry: payment } = postPayment(books.company, { customerId: books.adatum.id, amount: '60', closes })
    const refund = postRefund(books.company, {
      customerId: books.adatum.id,
      amount: '2.35',
      closes: [{ entry: numberOf(payment) }],
    })
    expect(refund.entry).toMatchObject({ documentType: 'Refund', amount: '2.35', open: false })
    expect(entry(numberOf(payment))).toMatchObject({ open: false })
    expect(customerBalance(books.company, books.adatum.id)).toBe('0')
    const bank = books.accountBalance('2920').map((row) => [row['debitAmount'], row['creditAmount']])
    expect(bank).toEqual([
      ['60', '0'],
      ['0', '2.35'],
    ])
  })

  it('pays a credit memo back, which is then Paid; reversed, it is open again', () => {
    const invoice = books.invoiced('2')
    const closes = [{ invoiceId: invoice.id }]
    postPayment(books.company, { customerId: books.adatum.id, amount: '115.29', closes })
    const [line] = books.lines('salesInvoice', invoice.id)
    const draft = makeReturnCreditMemo(books.company, {
      invoiceId: invoice.id,
      lines: [{ lineId: line?.id ?? '', quantity: '1' }],
    })
    expect(draft).toMatchObject({ status: 'Draft', totalAmountIncludingTax: '57.65', invoiceNumber: invoice['number'] })
    expect(postCreditMemo(books.company, draft.id)['status']).toBe('Open')
    const refund = postRefund(books.company, {
      customerId: books.adatum.id,
      amount: '57.65',
      closes: [{ creditMemoId: draft.id }],
    })
    expect(books.get('salesCreditMemos', draft.id)['status']).toBe('Paid')
    unapply(books.company, refund.application ?? 0)
    reverse(books.company, numberOf(refund.entry))
    expect(books.get('salesCreditMemos', draft.id)['status']).toBe('Open')
    expect(customerBalance(books.company, books.adatum.id)).toBe('-57.65')
  })
})

it('the legal moves of a document are tried without a trace', () => {
  const draft = books.draft('salesInvoice', [books.sale(books.lamp, '1')])
  const mark = books.changes.length
  expect(legalMoves(books.company, 'salesInvoices', draft.id)).toEqual(['postInvoice'])
  expect(books.changes.length).toBe(mark)
  const invoice = postInvoice(books.company, draft.id)
  expect(invoice['number']).toBe('postedSalesInvoice-0001')
  expect(legalMoves(books.company, 'salesInvoices', draft.id)).toEqual(['cancelInvoice', 'makeCorrectiveCreditMemo'])
  const { entry: payment } = postPayment(books.company, { customerId: books.adatum.id, amount: '1' })
  apply(books.company, { entry: numberOf(payment), appliesTo: entryOf(books.company, 'salesInvoices', draft.id) })
  expect(legalMoves(books.company, 'salesInvoices', draft.id)).toEqual([])
})
