import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../emulators/business-central/tables.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { keyIn, openOffices, type Office, type Partner } from './histories/offices.ts'
import { agree, documentOf, money } from './shown-money.ts'

/** Payments and credit memos, applied in every way that the ledger knows; in two companies and two currencies. */
let test: TestSystem
let usa: Office
let international: Office

const org = () => test.sandboxes.salesforce.records
const payment = (office: Office, entry: number) =>
  org()
    .all('BC_Payment__c')
    .find((row) => row.BC_Key__c === keyIn(office, entry))
const applications = (office: Office, entry: number) =>
  org()
    .all('BC_Payment_Application__c')
    .filter((row) => row.BC_Payment__c === payment(office, entry)?.Id)

beforeAll(async () => {
  test = await startSystem()
  ;[usa, international] = await openOffices(test)
}, 60_000)
afterAll(() => test.close())

/** A posted invoice or credit memo over one line. */
function posted(office: Office, set: 'salesInvoices' | 'salesCreditMemos', partner: Partner, unitPrice: string): Row {
  const draft = office.books.draft(set, partner.number, [{ item: '1928-S', quantity: '1', unitPrice }])
  return office.books.post(set, draft.id)
}

const entryOf = ({ books }: Office, document: Row) => books.entryOf(document)

describe('a payment', () => {
  it('over several invoices, with something over, says what went where', async () => {
    const [one, two] = [
      posted(usa, 'salesInvoices', usa.local, '100'),
      posted(usa, 'salesInvoices', usa.local, '55.55'),
    ]
    const entry = usa.books.pay(usa.local.number, '250')
    await agree(test, [usa, international])
    expect(money(payment(usa, entry)?.BC_Unapplied_Amount__c)).toBe('250.00')
    expect(applications(usa, entry)).toEqual([])
    usa.books.apply(entry, entryOf(usa, one), '40.4')
    usa.books.apply(entry, entryOf(usa, two))
    await agree(test, [usa, international])
    const applied = new Map(applications(usa, entry).map((row) => [row.BC_Invoice__c, money(row.BC_Amount__c)]))
    expect(applied).toEqual(
      new Map([
        [documentOf(test, usa, one)?.Id, '40.40'],
        [documentOf(test, usa, two)?.Id, money(two.totalAmountIncludingTax)],
      ]),
    )
  })

  it('in part after part, from the invoice’s side too, is one application with its sum', async () => {
    const invoice = posted(usa, 'salesInvoices', usa.local, '300')
    const first = usa.books.pay(usa.local.number, '10', invoice)
    const entry = usa.books.pay(usa.local.number, '100')
    usa.books.apply(entry, entryOf(usa, invoice), '30')
    usa.books.apply(entryOf(usa, invoice), entry, '25.25')
    await agree(test, [usa, international])
    expect(applications(usa, entry).map((row) => money(row.BC_Amount__c))).toEqual(['55.25'])
    expect(applications(usa, first).map((row) => money(row.BC_Amount__c))).toEqual(['10.00'])
  })

  it('un-applied loses its application; applied again it has one, not three', async () => {
    const invoice = posted(usa, 'salesInvoices', usa.local, '80')
    const entry = usa.books.pay(usa.local.number, '80', invoice)
    await agree(test, [usa, international])
    usa.books.unapply(usa.books.applicationsOf(new Set([entry])).at(-1) ?? 0)
    await agree(test, [usa, international])
    expect(applications(usa, entry)).toEqual([])
    expect(money(payment(usa, entry)?.BC_Unapplied_Amount__c)).toBe('80.00')
    usa.books.apply(entry, entryOf(usa, invoice), '79.99')
    await agree(test, [usa, international])
    expect(applications(usa, entry).map((row) => money(row.BC_Amount__c))).toEqual(['79.99'])
  })

  it('of a customer without account waits for it', async () => {
    const { books } = international
    const entry = books.pay('20000', '12.34')
    await test.settle()
    expect(payment(international, entry)).toBeUndefined()
    await createAccount(test.sandboxes, 'Trey Research', {
      BC_Number__c: '20000',
      BC_Company__c: international.name,
    })
    await test.settle()
    expect(payment(international, entry)).toMatchObject({ BC_Type__c: 'Payment', BC_Currency_Code__c: 'GBP' })
  })
})

describe('a payment in foreign currency', () => {
  it('is in local currency while it stands against nothing, then in the currency of its documents', async () => {
    const invoice = posted(usa, 'salesInvoices', usa.foreign, '100')
    const entry = usa.books.pay(usa.foreign.number, '60')
    await agree(test, [usa, international])
    expect(payment(usa, entry)).toMatchObject({ BC_Currency_Code__c: 'USD' })
    usa.books.apply(entry, entryOf(usa, invoice))
    await agree(test, [usa, international])
    expect(payment(usa, entry)).toMatchObject({ BC_Currency_Code__c: 'EUR', BC_Local_Currency_Code__c: 'USD' })
    expect(money(payment(usa, entry)?.BC_Amount__c)).toBe('60.00')
    expect(money(applications(usa, entry)[0]?.BC_Amount__c)).toBe('60.00')
  })

  it('at another rate shows what was gained or lost, and still sums up', async () => {
    const { books } = usa
    const invoice = posted(usa, 'salesInvoices', usa.foreign, '1000')
    books.company.table('currencyExchangeRates').insert({
      currencyCode: 'EUR',
      startingDate: books.company.workDate(),
      exchangeRateAmount: '100',
      relationalExchangeRateAmount: '125',
      relationalCurrencyCode: '',
    })
    const entry = books.pay(usa.foreign.number, String(invoice.totalAmountIncludingTax), invoice)
    await agree(test, [usa, international])
    const shown = payment(usa, entry)
    const [application] = applications(usa, entry)
    const gain = new Decimal(String(shown?.BC_Gain_Local__c))
    expect(gain.isZero()).toBe(false)
    const local = (value: unknown) => new Decimal(String(value))
    expect(local(shown?.BC_Amount_Local__c).minus(local(application?.BC_Amount_Local__c)).minus(gain).toFixed(2)).toBe(
      '0.00',
    )
    expect(money(shown?.BC_Unapplied_Amount__c)).toBe('0.00')
    expect(money(application?.BC_Amount__c)).toBe(money(invoice.totalAmountIncludingTax))
  })

  it('keeps every cent of an invoice apart where the local currency is worth more', async () => {
    const { books, foreign } = international
    const invoice = posted(international, 'salesInvoices', foreign, '200')
    const entries = ['0.18', '33.33', '66.67'].map((amount) => books.pay(foreign.number, amount, invoice))
    await agree(test, [usa, international])
    const applied = entries.flatMap((entry) =>
      applications(international, entry).map((row) => String(row.BC_Amount__c)),
    )
    const sum = applied.reduce((total, each) => total.plus(each), new Decimal(0))
    const shown = documentOf(test, international, invoice)
    const paid = new Decimal(String(shown?.BC_Total__c)).minus(String(shown?.BC_Remaining__c))
    expect(money(sum)).toBe(money(paid))
  })
})

describe('a credit memo', () => {
  it('shows as a document with what is left of it, and as what it paid', async () => {
    for (const office of [usa, international]) {
      const partner = office.foreign
      const invoice = posted(office, 'salesInvoices', partner, '500')
      const memo = posted(office, 'salesCreditMemos', partner, '120')
      await agree(test, [usa, international])
      const total = money(memo.totalAmountIncludingTax)
      expect(money(documentOf(test, office, memo)?.BC_Remaining__c)).toBe(total)
      office.books.apply(entryOf(office, memo), entryOf(office, invoice), '20')
      await agree(test, [usa, international])
      const left = new Decimal(total).minus(20)
      expect(money(documentOf(test, office, memo)?.BC_Remaining__c)).toBe(left.toFixed(2))
      expect(payment(office, entryOf(office, memo))).toMatchObject({
        BC_Type__c: 'Credit Memo',
        BC_Document_Number__c: memo.number,
        BC_Currency_Code__c: 'EUR',
      })
      expect(applications(office, entryOf(office, memo))).toMatchObject([
        { BC_Invoice__c: documentOf(test, office, invoice)?.Id, BC_Document_Type__c: 'Invoice' },
      ])
      office.books.apply(entryOf(office, invoice), entryOf(office, memo))
      await agree(test, [usa, international])
      expect(documentOf(test, office, memo)).toMatchObject({ BC_Status__c: 'Paid' })
    }
  })

  it('over an unpaid invoice is a draft first, and linked to it from the beginning', async () => {
    const { books, local } = international
    const invoice = posted(international, 'salesInvoices', local, '70')
    const draft = books.correct(invoice.id)
    await agree(test, [usa, international])
    const corrects = { BC_Type__c: 'Credit Memo', BC_Corrects__c: documentOf(test, international, invoice)?.Id }
    expect(documentOf(test, international, draft)).toMatchObject({ ...corrects, BC_Status__c: 'Draft' })
    books.post('salesCreditMemos', draft.id)
    await agree(test, [usa, international])
    expect(documentOf(test, international, draft)).toMatchObject({ ...corrects, BC_Status__c: 'Paid' })
    expect(documentOf(test, international, invoice)).toMatchObject({ BC_Status__c: 'Paid' })
  })
})

describe('a customer', () => {
  it('shows balance, what is overdue as days go by, and the last payment', async () => {
    const customer = () =>
      org()
        .all('BC_Customer__c')
        .find((row) => row.BC_Key__c === keyIn(usa, usa.local.id))
    posted(usa, 'salesInvoices', usa.local, '44')
    usa.books.pay(usa.local.number, '3.21')
    await agree(test, [usa, international])
    expect(money(customer()?.BC_Last_Payment_Amount__c)).toBe('3.21')
    expect(money(customer()?.BC_Overdue__c)).toBe('0.00')
    await test.advance(60 * 24 * 3600)
    await agree(test, [usa, international])
    expect(new Decimal(String(customer()?.BC_Overdue__c)).gt(0)).toBe(true)
  })
})
