import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import {
  customer,
  ledgerPayment,
  salesCreditMemo,
  salesInvoice,
} from '../../bridge/src/connectors/business-central/entities.ts'
import { account } from '../../bridge/src/connectors/salesforce/entities.ts'
import { customerBalance } from '../emulators/business-central/posting/index.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { createAccount } from '../support/sell.ts'
import { disagreements, mirroredCustomers } from './histories/agreement.ts'
import { keyIn, type Office } from './histories/offices.ts'
import { money } from './shown-money.ts'
import { twoOffices } from './two-offices.ts'

/** Payments and credit memos, applied in every way that the ledger knows; in two companies and two currencies. */
const { test, usa, international, org, payment, applications, seen, posted, agree } = twoOffices()
const entryOf = ({ books }: Office, document: Row) => books.entryOf(document)

describe('a payment', () => {
  it('over several invoices, with something over, says what went where', async () => {
    const [one, two] = [
      posted(usa, 'salesInvoices', usa.local, '100'),
      posted(usa, 'salesInvoices', usa.local, '55.55'),
    ]
    const entry = usa.books.pay(usa.local.number, '250')
    await agree()
    expect(money(payment(usa, entry)?.BC_Unapplied_Amount__c)).toBe('250.00')
    expect(applications(usa, entry)).toEqual([])
    usa.books.apply(entry, entryOf(usa, one), '40.4')
    usa.books.apply(entry, entryOf(usa, two))
    await agree()
    const applied = new Map(applications(usa, entry).map((row) => [row.BC_Invoice__c, money(row.BC_Amount__c)]))
    expect(applied).toEqual(
      new Map([
        [seen(usa, one)?.Id, '40.40'],
        [seen(usa, two)?.Id, money(two.totalAmountIncludingTax)],
      ]),
    )
  })

  it('in part after part, from the invoice’s side too, is one application with its sum', async () => {
    const invoice = posted(usa, 'salesInvoices', usa.local, '300')
    const first = usa.books.pay(usa.local.number, '10', invoice)
    const entry = usa.books.pay(usa.local.number, '100')
    usa.books.apply(entry, entryOf(usa, invoice), '30')
    usa.books.apply(entryOf(usa, invoice), entry, '25.25')
    await agree()
    expect(applications(usa, entry).map((row) => money(row.BC_Amount__c))).toEqual(['55.25'])
    expect(applications(usa, first).map((row) => money(row.BC_Amount__c))).toEqual(['10.00'])
  })

  it('un-applied loses its application; applied again it has one, not three', async () => {
    const invoice = posted(usa, 'salesInvoices', usa.local, '80')
    const entry = usa.books.pay(usa.local.number, '80', invoice)
    await agree()
    usa.books.unapply(usa.books.applicationsOf(new Set([entry])).at(-1) ?? 0)
    await agree()
    expect(applications(usa, entry)).toEqual([])
    expect(money(payment(usa, entry)?.BC_Unapplied_Amount__c)).toBe('80.00')
    usa.books.apply(entry, entryOf(usa, invoice), '79.99')
    await agree()
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

/** What is told of a sale, and of what kind it is; a credit memo stands in the ledger, too. */
const heard = new Map(
  Object.entries({
    ...{ account, customer, invoice: salesInvoice, memo: salesCreditMemo, payment: ledgerPayment },
    'application of the memo': ledgerPayment,
  }),
)
/** As many orders as there are things: each comes first in one of them, every other one goes backwards. */
function ordersOf<Thing>(things: readonly Thing[]): readonly (readonly Thing[])[] {
  const turns = things.map((_, first) => [...things.slice(first), ...things.slice(0, first)])
  return turns.map((turn, index) => (index % 2 === 0 ? turn : turn.toReversed()))
}

it('account, customer, invoice, credit memo and payment find each other, whichever is heard of first', async () => {
  const stories = ordersOf([...heard.keys()])
  const told = await Promise.all(
    stories.map(async (names, story) => {
      const office = story % 2 === 0 ? usa : international
      const { books } = office
      const currencyCode = story % 3 === 0 ? '' : 'EUR'
      const { id, number } = books.make('customers', { displayName: `Any Order ${story}` })
      books.company.table('customers').update(id, { currencyCode })
      const partner = { accountId: '', id, number: String(number), currencyCode }
      const invoice = posted(office, 'salesInvoices', partner, '200')
      const memo = posted(office, 'salesCreditMemos', partner, '30')
      const entry = books.pay(partner.number, '50.05', invoice)
      books.apply(entryOf(office, memo), entryOf(office, invoice))
      const fields = { BC_Number__c: partner.number, BC_Company__c: office.name }
      const accountId = await createAccount(test.sandboxes, `Any Order ${story}`, fields)
      const idOf = new Map(
        Object.entries({
          ...{ account: accountId, customer: id, invoice: invoice.id, memo: memo.id },
          ...{ payment: String(entry), 'application of the memo': String(entryOf(office, memo)) },
        }),
      )
      return { office, accountId, customer: id, names, idOf }
    }),
  )
  for (let turn = 0; turn < heard.size; turn++) {
    await test.system.sink.accept(
      told.map(({ office, names, idOf }) => {
        const what = names[turn] ?? ''
        const entity = heard.get(what) ?? salesInvoice
        const company = entity.system === 'salesforce' ? '' : office.books.company.id
        return { entity, company, id: idOf.get(what) ?? '', kind: 'updated', echo: false }
      }),
    )
    await test.system.worker.drain()
  }
  // Nobody has looked: what waited went on by itself.
  for (const { books } of [usa, international]) {
    const mirrored = mirroredCustomers(org(), books.company)
    const ours = told.filter(({ office }) => office.books.company.id === books.company.id)
    expect(ours.map(({ customer }) => mirrored.get(customer))).toEqual(ours.map(({ accountId }) => accountId))
    expect(disagreements(org(), books.company, mirrored)).toEqual([])
  }
  const keys = new Set(told.flatMap(({ office, idOf }) => [...idOf.values()].map((id) => keyIn(office, id))))
  const { waiting, issues } = test.system.store
  const left = [...(await waiting.list(1000)), ...(await issues.list(1000))]
  expect(left.filter(({ company, record }) => keys.has(`${company}:${record}`))).toEqual([])
})

describe('a payment in foreign currency', () => {
  it('is in local currency while it stands against nothing, then in the currency of its documents', async () => {
    const invoice = posted(usa, 'salesInvoices', usa.foreign, '100')
    const entry = usa.books.pay(usa.foreign.number, '60')
    await agree()
    expect(payment(usa, entry)).toMatchObject({ BC_Currency_Code__c: 'USD' })
    usa.books.apply(entry, entryOf(usa, invoice))
    await agree()
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
    await agree()
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
    await agree()
    const applied = entries.flatMap((entry) =>
      applications(international, entry).map((row) => String(row.BC_Amount__c)),
    )
    const sum = applied.reduce((total, each) => total.plus(each), new Decimal(0))
    const shown = seen(international, invoice)
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
      await agree()
      const total = money(memo.totalAmountIncludingTax)
      expect(money(seen(office, memo)?.BC_Remaining__c)).toBe(total)
      office.books.apply(entryOf(office, memo), entryOf(office, invoice), '20')
      await agree()
      const left = new Decimal(total).minus(20)
      expect(money(seen(office, memo)?.BC_Remaining__c)).toBe(left.toFixed(2))
      expect(payment(office, entryOf(office, memo))).toMatchObject({
        BC_Type__c: 'Credit Memo',
        BC_Document_Number__c: memo.number,
        BC_Currency_Code__c: 'EUR',
      })
      expect(applications(office, entryOf(office, memo))).toMatchObject([
        { BC_Invoice__c: seen(office, invoice)?.Id, BC_Document_Type__c: 'Invoice' },
      ])
      office.books.apply(entryOf(office, invoice), entryOf(office, memo))
      await agree()
      expect(seen(office, memo)).toMatchObject({ BC_Status__c: 'Paid' })
    }
  })

  it('over an unpaid invoice is a draft first, and linked to it from the beginning', async () => {
    const { books, local } = international
    const invoice = posted(international, 'salesInvoices', local, '70')
    const draft = books.correct(invoice.id)
    await agree()
    const corrects = { BC_Type__c: 'Credit Memo', BC_Corrects__c: seen(international, invoice)?.Id }
    expect(seen(international, draft)).toMatchObject({ ...corrects, BC_Status__c: 'Draft' })
    books.post('salesCreditMemos', draft.id)
    await agree()
    expect(seen(international, draft)).toMatchObject({ ...corrects, BC_Status__c: 'Paid' })
    expect(seen(international, invoice)).toMatchObject({ BC_Status__c: 'Paid' })
  })
})

describe('a customer', () => {
  it('shows balance, what is overdue as days go by, and the last payment', async () => {
    const shown = () =>
      org()
        .all('BC_Customer__c')
        .find((row) => row.BC_Key__c === keyIn(usa, usa.local.id))
    posted(usa, 'salesInvoices', usa.local, '44')
    usa.books.pay(usa.local.number, '3.21')
    const before = test.clock.now()
    await agree()
    expect(money(shown()?.BC_Last_Payment_Amount__c)).toBe('3.21')
    expect(Date.parse(String(shown()?.BC_Balance_As_Of__c))).toBe(before)
    expect(money(shown()?.BC_Overdue__c)).toBe('0.00')
    await test.advance(60 * 24 * 3600)
    await agree()
    expect(new Decimal(String(shown()?.BC_Overdue__c)).gt(0)).toBe(true)
  })
  it('is overdue no more on the day on which what it has to its credit falls due, though nothing is posted', async () => {
    const offices = [usa, international]
    const shown = (office: Office) =>
      org()
        .all('BC_Customer__c')
        .find((row) => row.BC_Key__c === keyIn(office, office.local.id))
    for (const office of offices) posted(office, 'salesInvoices', office.local, '44')
    await test.advance(60 * 24 * 3600)
    for (const { books, local } of offices) books.pay(local.number, customerBalance(books.company, local.id))
    await agree()
    for (const office of offices) {
      expect(money(shown(office)?.BC_Balance__c)).toBe('0.00')
      expect(new Decimal(String(shown(office)?.BC_Overdue__c)).gt(0)).toBe(true)
    }
    await test.advance(2 * 24 * 3600)
    await agree()
    expect(offices.map((office) => money(shown(office)?.BC_Overdue__c))).toEqual(['0.00', '0.00'])
  })
})
