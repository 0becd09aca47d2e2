import { beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../tables.ts'
import {
  apply,
  applyEntries,
  customerBalance,
  customerEntries,
  detailedEntries,
  postPayment,
  postPayments,
  unapply,
} from './index.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})
const fresh = (invoice: Row) => books.get('salesInvoices', invoice.id)
const pay = (amount: string, more: Record<string, unknown> = {}) => {
  books.pay(books.adatum, amount, more)
  return postPayments(books.company, books.journal.id)
}
const ledger = () => books.company.table(customerEntries).all()
const detailed = () => books.company.table(detailedEntries).all()

describe('a payment of a part', () => {
  it('lowers what remains and tells nobody', () => {
    const invoice = books.invoiced()
    const mark = books.changesOf('salesInvoices', invoice.id).length
    pay('-100', { appliesToInvoiceId: invoice.id })
    expect(books.left(invoice)).toBe('72.94')
    expect(fresh(invoice)).toEqual(invoice)
    expect(books.changesOf('salesInvoices', invoice.id).slice(mark)).toEqual([])
    expect(books.company.table('customerPayments').all()).toEqual([])
  })
})

describe('a payment of the rest', () => {
  it('closes both entries and flips the invoice to Paid, loudly, once', () => {
    const invoice = books.invoiced()
    const mark = books.changesOf('salesInvoices', invoice.id).length
    pay('-100', { appliesToInvoiceId: invoice.id })
    pay('-72.94', { appliesToInvoiceNumber: invoice['number'], documentNumber: 'G0002', postingDate: '2026-01-20' })
    expect(fresh(invoice)['status']).toBe('Paid')
    expect(books.changesOf('salesInvoices', invoice.id).slice(mark)).toEqual(['updated'])
    expect(ledger()).toMatchObject([
      {
        entryNumber: 1,
        documentType: 'Invoice',
        open: false,
        remainingAmount: '0',
        closedAtDate: '2026-01-20',
        closedByEntryNumber: 3,
      },
      { entryNumber: 2, documentType: 'Payment', open: false, closedAtDate: '2026-01-15', closedByEntryNumber: 1 },
      { entryNumber: 3, documentType: 'Payment', documentNumber: 'G0002', open: false },
    ])
  })

  it('writes two application rows, both under the payment', () => {
    const invoice = books.invoiced()
    pay('-172.94', { appliesToInvoiceId: invoice.id })
    expect(detailed()).toMatchObject([
      {
        entryNumber: 1,
        customerLedgerEntryNumber: 1,
        entryType: 'Initial_x0020_Entry',
        amount: '172.94',
        ledgerEntryAmount: true,
        appliedCustomerLedgerEntryNumber: 0,
      },
      { entryNumber: 2, customerLedgerEntryNumber: 2, entryType: 'Initial_x0020_Entry', amount: '-172.94' },
      {
        entryNumber: 3,
        customerLedgerEntryNumber: 1,
        entryType: 'Application',
        documentType: 'Payment',
        documentNumber: 'G0001',
        amount: '-172.94',
        appliedCustomerLedgerEntryNumber: 2,
        ledgerEntryAmount: false,
      },
      {
        entryNumber: 4,
        customerLedgerEntryNumber: 2,
        entryType: 'Application',
        documentType: 'Payment',
        documentNumber: 'G0001',
        amount: '172.94',
        appliedCustomerLedgerEntryNumber: 2,
      },
    ])
  })

  it('posts bank against receivables', () => {
    pay('-100')
    const rows = books.company.table('generalLedgerEntries').all()
    expect(
      rows.map((row) => [row['documentType'], row['accountNumber'], row['debitAmount'], row['creditAmount']]),
    ).toEqual([
      ['Payment', '2920', '100', '0'],
      ['Payment', '2310', '0', '100'],
    ])
  })
})

describe('more than one of each', () => {
  it('too much money stays open on the payment', () => {
    const invoice = books.invoiced()
    pay('-200', { appliesToInvoiceId: invoice.id })
    expect(fresh(invoice)['status']).toBe('Paid')
    expect(ledger()[1]).toMatchObject({ open: true, remainingAmount: '-27.06', amount: '-200' })
    expect(customerBalance(books.company, books.adatum.id)).toBe('-27.06')
  })

  it('one document number may pay many invoices, line by line', () => {
    const [first, second] = [books.invoiced(), books.invoiced('1')]
    books.pay(books.adatum, '-172.94', { appliesToInvoiceId: first.id })
    books.pay(books.adatum, '-57.65', { appliesToInvoiceId: second.id })
    expect(postPayments(books.company, books.journal.id)).toHaveLength(2)
    expect([fresh(first)['status'], fresh(second)['status']]).toEqual(['Paid', 'Paid'])
  })

  it('one payment on account may be applied to many invoices by hand', () => {
    const [first, second] = [books.invoiced(), books.invoiced('1')]
    pay('-200')
    apply(books.company, { entry: 3, appliesTo: 1 })
    apply(books.company, { entry: 3, appliesTo: 2, amount: '20' })
    expect(books.left(first)).toBe('0')
    expect(books.left(second)).toBe('37.65')
    expect(ledger()[2]).toMatchObject({ open: true, remainingAmount: '-7.06' })
  })

  it('an application has one date, not before any of its entries', () => {
    const [first, second] = [books.invoiced(), books.invoiced('1')]
    pay('-230.59', { postingDate: '2026-01-20' })
    const [paid] = ledger().slice(-1)
    const late = postPayment(books.company, { customerId: books.adatum.id, amount: '1', postingDate: '2026-02-10' })
    const appliesTo = [{ entry: 1 }, { entry: 2 }]
    const ask = (entry: Row | undefined, postingDate?: string) =>
      applyEntries(books.company, {
        entry: Number(entry?.['entryNumber']),
        appliesTo,
        ...(postingDate !== undefined && { postingDate }),
      })
    expect(() => ask(paid, '2026-01-19')).toThrow('must not be before the posting date')
    ask(paid)
    expect([books.left(first), books.left(second)]).toEqual(['0', '0'])
    const dates = () =>
      new Set(detailed().flatMap((row) => (row['entryType'] === 'Application' ? row['postingDate'] : [])))
    expect([...dates()]).toEqual(['2026-01-20'])
    // An invoice closed by payments of two days: all of it is dated the later day.
    const third = books.invoiced()
    const early = postPayment(books.company, { customerId: books.adatum.id, amount: '2', postingDate: '2026-01-16' })
    applyEntries(books.company, {
      entry: Number(ledger().find((row) => row['documentId'] === third.id)?.['entryNumber']),
      appliesTo: [early, late].map(({ entry }) => ({ entry: Number(entry['entryNumber']) })),
    })
    expect(books.left(third)).toBe('169.94')
    expect([...dates()].sort()).toEqual(['2026-01-20', '2026-02-10'])
  })

  it('an invoice may do the applying', () => {
    const invoice = books.invoiced()
    pay('-172.94')
    apply(books.company, { entry: 1, appliesTo: 2, postingDate: '2026-01-31' })
    expect(fresh(invoice)['status']).toBe('Paid')
    const applied = detailed().filter((row) => row['entryType'] === 'Application')
    expect(
      applied.map((row) => [
        row['customerLedgerEntryNumber'],
        row['documentType'],
        row['appliedCustomerLedgerEntryNumber'],
        row['amount'],
      ]),
    ).toEqual([
      [2, 'Invoice', 1, '172.94'],
      [1, 'Invoice', 1, '-172.94'],
    ])
    expect(ledger()[0]).toMatchObject({ closedAtDate: '2026-01-31' })
  })
})

describe('taking an application back', () => {
  it('opens both entries and the invoice again, with mirror rows', () => {
    const invoice = books.invoiced()
    pay('-172.94')
    const number = apply(books.company, { entry: 2, appliesTo: 1 })
    const mark = books.changesOf('salesInvoices', invoice.id).length
    unapply(books.company, number)
    expect(fresh(invoice)['status']).toBe('Open')
    expect(books.changesOf('salesInvoices', invoice.id).slice(mark)).toEqual(['updated'])
    expect(ledger()).toMatchObject([
      { open: true, remainingAmount: '172.94', closedAtDate: '0001-01-01', closedByEntryNumber: 0 },
      { open: true, remainingAmount: '-172.94' },
    ])
    const rows = detailed().filter((row) => row['entryType'] === 'Application')
    expect(
      rows.map((row) => [
        row['customerLedgerEntryNumber'],
        row['amount'],
        row['unapplied'],
        row['appliedCustomerLedgerEntryNumber'],
      ]),
    ).toEqual([
      [1, '-172.94', true, 2],
      [2, '172.94', true, 2],
      [1, '172.94', true, 2],
      [2, '-172.94', true, 2],
    ])
    expect(() => unapply(books.company, number)).toThrow('unapplied already')
    apply(books.company, { entry: 2, appliesTo: 1 })
    expect(fresh(invoice)['status']).toBe('Paid')
  })

  it('goes from the newest application to the oldest', () => {
    books.invoiced()
    pay('-200')
    const first = apply(books.company, { entry: 2, appliesTo: 1, amount: 10 })
    const second = apply(books.company, { entry: 2, appliesTo: 1, amount: 20 })
    expect(() => unapply(books.company, first)).toThrow(
      'you must first unapply all application entries that were posted after',
    )
    unapply(books.company, second)
    unapply(books.company, first)
    expect(ledger()[0]?.['remainingAmount']).toBe('172.94')
  })
})

describe('a payment that cannot be posted', () => {
  it.each<[string, RegExp, Record<string, unknown>, string?]>([
    [
      'no document number',
      /Document No. must have a value in Gen. Journal Line.*Batch Name=GENERAL, Line No.=20000/,
      { documentNumber: '' },
    ],
    ['no customer', /Account No. must have a value/, { customerId: '', customerNumber: '' }],
    ['no amount', /Amount must have a value/, {}, '0'],
    ['a positive amount', /Amount must be negative/, {}, '5'],
    [
      'a date outside the range',
      /not within your range of allowed posting dates in Gen. Journal Line/,
      { postingDate: '2025-01-01' },
    ],
    ['an invoice that is not there', /must be a posted sales invoice/, { appliesToInvoiceNumber: 'PS-INV0' }],
  ])('for %s leaves the whole journal', (_, message, more, amount = '-5') => {
    books.pay(books.adatum, '-1')
    books.pay(books.adatum, amount, more)
    const before = books.changes.length
    expect(() => postPayments(books.company, books.journal.id)).toThrow(message)
    expect(books.changes.length).toBe(before)
    expect(ledger()).toEqual([])
    expect(books.company.table('customerPayments').all()).toHaveLength(2)
  })

  it('for a draft, a closed, or another customer’s invoice', () => {
    const draft = books.draft('salesInvoice', [books.sale(books.lamp, '1')])
    expect(() => pay('-1', { appliesToInvoiceId: draft.id })).toThrow('must be a posted sales invoice')
    books = createBooks()
    const paid = books.invoiced()
    pay('-172.94', { appliesToInvoiceId: paid.id })
    expect(() => pay('-1', { appliesToInvoiceId: paid.id })).toThrow(
      "Open must be equal to 'Yes' in Cust. Ledger Entry: Entry No.=1",
    )
    books = createBooks()
    const foreign = books.invoiced()
    books.pay(books.relecloud, '-1', { appliesToInvoiceId: foreign.id })
    expect(() => postPayments(books.company, books.journal.id)).toThrow('belongs to Customer 10000')
  })

  it('when the journal is empty, unknown, or the customer blocked', () => {
    expect(() => postPayments(books.company, books.journal.id)).toThrow('There is nothing to post.')
    expect(() => postPayments(books.company, 'nothing')).toThrow('cannot be found')
    books.company.table('customers').update(books.adatum.id, { blocked: 'All' })
    expect(() => pay('-1')).toThrow('blocked with type All')
  })

  it.each<[string, Parameters<typeof apply>[1], RegExp]>([
    ['more than remains', { entry: 2, appliesTo: 1, amount: '172.95' }, /must not be larger than Remaining Amount/],
    ['nothing', { entry: 2, appliesTo: 1, amount: 0 }, /must be positive/],
    ['an entry to itself', { entry: 1, appliesTo: 1 }, /opposite sign/],
    ['to an entry that is not there', { entry: 2, appliesTo: 9 }, /does not exist/],
  ])('apply refuses %s', (_, application, message) => {
    books.invoiced()
    pay('-500')
    expect(() => apply(books.company, application)).toThrow(message)
  })
})
