import { beforeEach, describe, expect, it } from 'vitest'
import {
  adjustExchangeRates,
  apply,
  customerBalance,
  customerEntries,
  detailedEntries,
  postPayment,
  postPayments,
  reverse,
  setUpPosting,
  unapply,
} from './index.ts'
import { checkBooks } from './proof/check-books.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})

describe('in a foreign currency', () => {
  it('amounts are kept in both currencies, and a better rate is a realized gain on the payment', () => {
    const invoice = books.euroInvoice()
    expect(invoice).toMatchObject({ totalAmountIncludingTax: '100', currencyCode: 'EUR' })
    expect(customerBalance(books.company, books.relecloud.id)).toBe('110')
    books.pay(books.relecloud, '-100', { appliesToInvoiceId: invoice.id, postingDate: '2026-02-10' })
    postPayments(books.company, books.journal.id)
    expect(
      books.company
        .table(customerEntries)
        .all()
        .map((row) => [row['remainingAmount'], row['remainingAmountLcy'], row['amountLcy']]),
    ).toEqual([
      ['0', '0', '110'],
      ['0', '0', '-120'],
    ])
    expect(
      books.company
        .table(detailedEntries)
        .all()
        .slice(2)
        .map((row) => [row['customerLedgerEntryNumber'], row['entryType'], row['amount'], row['amountLcy']]),
    ).toEqual([
      [2, 'Realized_x0020_Gain', '0', '10'],
      [1, 'Application', '-100', '-110'],
      [2, 'Application', '100', '110'],
    ])
    const gains = books.accountBalance('9330')
    expect(gains.map((row) => row['creditAmount'])).toEqual(['10'])
  })

  it('an application taken back takes its gain back', () => {
    const invoice = books.euroInvoice()
    books.pay(books.relecloud, '-60', { postingDate: '2026-02-10' })
    postPayments(books.company, books.journal.id)
    const number = apply(books.company, { entry: 2, appliesTo: 1 })
    expect(books.left(invoice)).toBe('40')
    unapply(books.company, number)
    expect(
      books.company
        .table(customerEntries)
        .all()
        .map((row) => row['remainingAmountLcy']),
    ).toEqual(['110', '-72'])
    expect(books.accountBalance('9330').map((row) => [row['debitAmount'], row['creditAmount']])).toEqual([
      ['0', '6'],
      ['6', '0'],
    ])
  })

  it('does not mix with another currency', () => {
    const invoice = books.euroInvoice()
    books.company.table('customers').update(books.relecloud.id, { currencyCode: '' })
    books.pay(books.relecloud, '-100')
    postPayments(books.company, books.journal.id)
    expect(() => apply(books.company, { entry: 2, appliesTo: 1 })).toThrow(
      'All entries in one application must be in the same currency.',
    )
    expect(books.left(invoice)).toBe('100')
  })

  it('adjusted to the rate of a day, what is gained is unrealized until the entry is applied', () => {
    const rows = (type: string) =>
      books.company
        .table(detailedEntries)
        .filter((row) => String(row['entryType']).startsWith(type))
        .map((row) => [row['customerLedgerEntryNumber'], row['entryType'], row['amount'], row['amountLcy']])
    const invoice = books.euroInvoice()
    const told = () => books.changes.filter(({ table }) => ['salesInvoices', 'customers'].includes(table)).length
    const before = told()
    const adjust = (date: string) => adjustExchangeRates(books.company, { date })
    const balance = () => customerBalance(books.company, books.relecloud.id)
    expect([adjust('2026-01-31'), balance()]).toEqual([0, '110'])
    expect([adjust('2026-02-10'), balance()]).toEqual([1, '120'])
    // Nobody is told, and nothing is adjusted twice.
    expect([adjust('2026-02-11'), told()]).toEqual([0, before])
    expect(books.accountBalance('9310').map((row) => row['creditAmount'])).toEqual(['10'])
    const rate = { currencyCode: 'EUR', startingDate: '2026-02-20', exchangeRateAmount: '100' }
    books.company
      .table('currencyExchangeRates')
      .insert({ ...rate, relationalExchangeRateAmount: '105', relationalCurrencyCode: '' })
    adjust('2026-02-20')
    expect(balance()).toBe('105')
    // The loss takes the gain back first.
    expect(rows('Unrealized')).toEqual([
      [1, 'Unrealized_x0020_Gain', '0', '10'],
      [1, 'Unrealized_x0020_Gain', '0', '-10'],
      [1, 'Unrealized_x0020_Loss', '0', '-5'],
    ])
    checkBooks(books.company, 100)

    const customerId = books.relecloud.id
    const closes = [{ invoiceId: invoice.id, amount: '40' }]
    const paid = postPayment(books.company, { customerId, amount: '40', postingDate: '2026-02-21', closes })
    // 40 percent of the loss are realized: 40 at 1.05 against 40 at 1.10.
    expect(rows('Unrealized').slice(3)).toEqual([[1, 'Unrealized_x0020_Loss', '0', '2']])
    expect(rows('Realized')).toEqual([[2, 'Realized_x0020_Loss', '0', '-2']])
    expect([books.left(invoice), balance()]).toEqual(['60', '63'])
    checkBooks(books.company, 100)
    unapply(books.company, paid.application ?? 0)
    expect([books.left(invoice), balance()]).toEqual(['100', '63'])
    checkBooks(books.company, 100)

    const other = postPayment(books.company, { customerId, amount: '1', postingDate: '2026-02-05' })
    adjust('2026-02-21')
    expect(() => reverse(books.company, Number(other.entry['entryNumber']))).toThrow('changed by a batch job')
    expect(() => adjust('2025-12-31')).toThrow('not within your range')
    expect(() => adjust('soon')).toThrow('type Date')
  })

  it('what is left in local currency is corrected to the rate of the entry', () => {
    const invoice = books.invoiced('3', books.relecloud)
    const closes = [{ invoiceId: invoice.id }]
    // 226.47 less 0.04 are 226.43, but the 205.84 euro that are left come to 226.42.
    const ask = { customerId: books.relecloud.id, amount: '0.04', postingDate: '2026-01-20', closes }
    const { application = 0 } = postPayment(books.company, ask)
    const corrections = () =>
      books.company
        .table(detailedEntries)
        .filter((row) => row['entryType'] === 'Correction_x0020_of_x0020_Remaining_x0020_Amount')
        .map((row) => [row['customerLedgerEntryNumber'], row['amount'], row['amountLcy']])
    expect(corrections()).toEqual([[1, '0', '-0.01']])
    expect(customerBalance(books.company, books.relecloud.id)).toBe('226.42')
    checkBooks(books.company, 100)
    unapply(books.company, application)
    expect(corrections()).toEqual([
      [1, '0', '-0.01'],
      [1, '0', '0.01'],
    ])
    checkBooks(books.company, 100)
  })

  it('what an entry was posted with stays its rate, whatever rate is entered later for that day', () => {
    setUpPosting(books.company, { paymentDiscounts: true })
    const invoice = books.invoiced('3', books.relecloud)
    const ask = { customerId: books.relecloud.id, amount: '201.76', postingDate: '2026-01-20' }
    const { entry } = postPayment(books.company, ask)
    const rate = { currencyCode: 'EUR', startingDate: '2026-01-10', exchangeRateAmount: '100' }
    const late = { ...rate, relationalExchangeRateAmount: '150', relationalCurrencyCode: '' }
    books.company.table('currencyExchangeRates').insert(late)
    apply(books.company, { entry: Number(entry['entryNumber']), appliesTo: 1 })
    expect(books.left(invoice)).toBe('0')
    const discounts = books.company
      .table(detailedEntries)
      .filter((row) => row['entryType'] === 'Payment_x0020_Discount')
    // 205.88 at 1.10 less 201.76 at 1.10.
    expect(discounts).toMatchObject([{ amount: '-4.12', amountLcy: '-4.53' }])
    expect(customerBalance(books.company, books.relecloud.id)).toBe('0')
    checkBooks(books.company, 100)
  })
})
