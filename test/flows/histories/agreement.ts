import { Decimal } from 'decimal.js'
import {
  customerBalance,
  customerEntries,
  customerOverdue,
  detailedEntries,
  invoiceStatus,
  isPosted,
  remainingAmount,
} from '../../emulators/business-central/posting/index.ts'
import type { SandboxCompany } from '../../emulators/business-central/index.ts'
import type { Row } from '../../emulators/business-central/tables.ts'
import type { Sandboxes } from '../../emulators/start.ts'

type Fields = Readonly<Record<string, unknown>>

const number = (value: unknown): Decimal => {
  const text = String(value)
  return new Decimal(['', 'null', 'undefined'].includes(text) ? 0 : text)
}
const money = (value: unknown): string => (value === null || value === undefined ? 'nothing' : number(value).toFixed(2))
const plain = (status: unknown): string => String(status).replaceAll('_x0020_', ' ')

const day = (value: unknown): string =>
  ['', 'null', 'undefined', '0001-01-01'].includes(String(value)) ? 'never' : String(value)

/** The record below an account that stands for a customer, with the account. */
interface Below {
  readonly account: string
  /** Id of the `BC_Customer__c`; undefined when it is missing. */
  readonly mirror: unknown
}

const below = ({ account, mirror }: Below): string => `below ${account}, ${String(mirror)}`

const localCurrency = (company: SandboxCompany): unknown =>
  company.table('generalLedgerSetup').all()[0]?.localCurrencyCode

const currencyOf = (company: SandboxCompany, { currencyCode }: Row): string =>
  String(['', undefined, null].includes(currencyCode as string) ? localCurrency(company) : currencyCode)

/** What a document of Business Central must read like in Salesforce. */
function documentAsSeen(
  company: SandboxCompany,
  set: 'salesInvoices' | 'salesCreditMemos',
  row: Row,
  place: Below,
): string {
  const status = invoiceStatus(company, row)
  const remaining = (): unknown => {
    if (set === 'salesInvoices') return remainingAmount(company, row)
    if (!isPosted(row)) return row.totalAmountIncludingTax
    const entry = company.table(customerEntries).find((each) => each.documentId === row.id)
    return number(entry?.remainingAmount).neg()
  }
  const lineSet = set === 'salesInvoices' ? 'salesInvoiceLines' : 'salesCreditMemoLines'
  const lines = company.table(lineSet).filter((line) => line.documentId === row.id)
  const amounts = lines.map((line) => money(line.netAmountIncludingTax)).sort()
  const type = set === 'salesInvoices' ? 'Invoice' : 'Credit Memo'
  return `${type} ${String(row.number)} ${plain(status)} total ${money(row.totalAmountIncludingTax)} remaining ${money(remaining())} lines ${amounts.join(' ')} due ${day(row.dueDate)} in ${currencyOf(company, row)} ${below(place)}`
}

const documentSeen = (document: Fields, lines: readonly Fields[]): string => {
  const amounts = lines.map((line) => money(line.BC_Amount_Including_Tax__c)).sort()
  return `${String(document.BC_Type__c)} ${String(document.Name)} ${String(document.BC_Status__c)} total ${money(document.BC_Total__c)} remaining ${money(document.BC_Remaining__c)} lines ${amounts.join(' ')} due ${day(document.BC_Due_Date__c)} in ${String(document.BC_Currency_Code__c)} ${below({ account: String(document.BC_Account__c), mirror: document.BC_Customer__c })}`
}

/** What stands between two entries: moved, and how much of it the payment may not have had to bring. */
interface Standing {
  readonly amount: Decimal
  readonly local: Decimal
}
const nothing: Standing = { amount: new Decimal(0), local: new Decimal(0) }
const plus = (one: Standing, other: Standing): Standing => ({
  amount: one.amount.plus(other.amount),
  local: one.local.plus(other.local),
})
const standingOf = (row: Row): Standing => ({ amount: number(row.amount), local: number(row.amountLcy) })
const turned = ({ amount, local }: Standing): Standing => ({ amount: amount.neg(), local: local.neg() })

/** What an entry stands against at once, by the other entry, and what it was given for all of it: discount, tolerance, rounding. */
interface AtOnce {
  readonly pairs: ReadonlyMap<number, Standing>
  readonly given: Standing
  /** Whether all of it was given before the first of them was closed: then each has its part. */
  readonly isForAll: boolean
}

/**
 * What of an entry stands against others now, in the currency of the entries and in local currency. Each entry that is closed has a
 * row of its own; whoever did the applying has one row by type for all of them.
 */
function standing(company: SandboxCompany, entry: Row): readonly AtOnce[] {
  const rows = company
    .table(detailedEntries)
    .filter((row) => Number(row._application) > 0 && row.unapplied !== true)
    .toSorted((a, b) => Number(a.entryNumber) - Number(b.entryNumber))
  const own = Number(entry.entryNumber)
  const entryOf = (row: Row) => Number(row.customerLedgerEntryNumber)
  return [...Map.groupBy(rows, (row) => Number(row._application)).values()].flatMap((group): AtOnce[] => {
    const applications = group.filter(({ entryType }) => entryType === 'Application')
    const by = Number(applications[0]?.appliedCustomerLedgerEntryNumber)
    const mine = group.filter((row) => entryOf(row) === own)
    if (mine.length === 0) return []
    if (by !== own) {
      const moved = mine.filter(({ entryType }) => entryType === 'Application').map(standingOf)
      return [{ pairs: new Map([[by, moved.reduce(plus, nothing)]]), given: nothing, isForAll: true }]
    }
    const closed = applications.filter((row) => entryOf(row) !== own)
    const isGiven = ({ entryType }: Row) =>
      entryType !== 'Application' && !/_(Gain|Loss)$|^Correction/.test(String(entryType))
    const first = Number(closed[0]?.entryNumber)
    const gifts = mine.filter(isGiven)
    return [
      {
        isForAll: gifts.every(({ entryNumber }) => Number(entryNumber) < first),
        pairs: new Map(closed.map((row) => [entryOf(row), turned(standingOf(row))])),
        given: gifts.map(standingOf).reduce(plus, nothing),
      },
    ]
  })
}

const isForeign = (company: SandboxCompany, entry: Row): boolean =>
  String(entry.currencyCode) !== '' && entry.currencyCode !== localCurrency(company)

/** Where local currency is worth more, its ledger hides a cent of the foreign one. */
const cent = new Decimal('0.011')

function comparePayment(org: Org, company: SandboxCompany, entry: Row, seen: Fields, place: Below): string[] {
  const wrong: string[] = []
  const title = `${company.name}: payment ${String(entry.documentNumber)}`
  const same = (what: string, is: unknown, should: Decimal, tolerance = new Decimal(0)) => {
    if (!number(is).minus(should).abs().lte(tolerance)) {
      wrong.push(`${title}: ${what} is ${money(is)}, should be ${should.toFixed(2)}`)
    }
  }
  const hangs = below({ account: String(seen.BC_Account__c), mirror: seen.BC_Customer__c })
  if (hangs !== below(place)) wrong.push(`${title}: is ${hangs}, should be ${below(place)}`)
  same('local amount', seen.BC_Amount_Local__c, number(entry.amountLcy).neg())
  same('local unapplied', seen.BC_Unapplied_Local__c, number(entry.remainingAmountLcy).neg())
  const applications = org.all('BC_Payment_Application__c').filter((row) => row.BC_Payment__c === seen.Id)
  const atOnce = standing(company, entry)
  const others = new Set(atOnce.flatMap(({ pairs }) => [...pairs.keys()]))
  if (applications.length !== others.size) {
    wrong.push(`${title}: has ${applications.length} applications, should have ${others.size}`)
  }
  const inForeign = isForeign(company, entry) && seen.BC_Currency_Code__c === entry.currencyCode
  const shown = (other: number): Standing => {
    const key = `${company.id}:${String(entry.entryNumber)}-${other}`
    const found = applications.find((row) => row.BC_Key__c === key)
    return { amount: number(found?.BC_Amount__c), local: number(found?.BC_Amount_Local__c) }
  }
  // What a payment was given for several entries at once is told in one sum: how much of it each has is nobody's business but its sum.
  const shared = atOnce.filter(({ pairs, given }) => pairs.size > 1 && !given.local.isZero())
  const isShared = (other: number) => shared.some(({ pairs }) => pairs.has(other))
  const sums = atOnce.flatMap(({ pairs, given }) =>
    [...pairs].map(([other, moved]) => [other, pairs.size > 1 ? moved : plus(moved, given)] as const),
  )
  for (const [other, found] of Map.groupBy(sums, ([each]) => each)) {
    const { amount, local } = found.map(([, each]) => each).reduce(plus, nothing)
    if (isShared(other)) continue
    same(`local application to ${other}`, shown(other).local, local)
    same(`application to ${other}`, shown(other).amount, inForeign ? amount : local, inForeign ? cent : undefined)
  }
  const every = (some: readonly Standing[]) => some.reduce(plus, nothing)
  const brought = every(atOnce.flatMap(({ pairs, given }) => [...pairs.values(), given]))
  same('local applications', every([...others].map(shown)).local, brought.local)
  const alone = (other: number) => sums.filter(([each]) => each === other).length === 1
  for (const { pairs, given, isForAll } of shared) {
    const all = every([...pairs.values()]).local
    for (const [other, moved] of pairs) {
      const [is, whole, gift] = [shown(other).local.abs(), moved.local.abs(), given.local.abs()]
      const part = gift.times(moved.local).div(all).abs()
      const [least, most] =
        isForAll && alone(other) ? [whole.minus(part), whole.minus(part)] : [whole.minus(gift), whole]
      if (is.gt(most.plus(cent)) || is.lt(least.minus(cent))) {
        wrong.push(
          `${title}: application to ${other} is ${is.toFixed(2)}, should be ${least.toFixed(2)} to ${most.toFixed(2)}`,
        )
      }
    }
  }
  const applied = applications.reduce((total, row) => total.plus(number(row.BC_Amount__c)), new Decimal(0))
  if (inForeign || !isForeign(company, entry)) {
    same('amount', seen.BC_Amount__c, number(entry.amount).neg(), inForeign ? cent : undefined)
    same('amount less applications', number(seen.BC_Amount__c).minus(applied), number(seen.BC_Unapplied_Amount__c))
  }
  return wrong
}

type Org = Sandboxes['salesforce']['records']

function keyed(org: Org, object: string, company: SandboxCompany): ReadonlyMap<string, Fields> {
  const rows = org.all(object).filter((row) => String(row.BC_Key__c).startsWith(`${company.id}:`))
  return new Map(rows.map((row) => [String(row.BC_Key__c), row]))
}

const unblocked = ['', '_x0020_', 'undefined', 'null']

/** What a customer of Business Central must read like in Salesforce. */
function customerAsSeen(company: SandboxCompany, id: string, account: string): string {
  const row = company.table('customers').get(id)
  if (!row) return 'gone'
  const blocked = unblocked.includes(String(row.blocked)) ? 'None' : plain(row.blocked)
  const overdue = customerOverdue(company, id, company.workDate())
  return `${String(row.number)} balance ${money(customerBalance(company, id))} overdue ${money(overdue)} limit ${number(row.creditLimit).toFixed(2)} blocked ${blocked} in ${currencyOf(company, row)} below ${account}`
}

const customerSeen = (seen: Fields): string =>
  `${String(seen.BC_Number__c)} balance ${money(seen.BC_Balance__c)} overdue ${money(seen.BC_Overdue__c)} limit ${number(seen.BC_Credit_Limit__c).toFixed(2)} blocked ${String(seen.BC_Blocked__c)} in ${String(seen.BC_Document_Currency_Code__c)} below ${String(seen.BC_Account__c)}`

/**
 * Every way in which Salesforce does not say what Business Central says of these customers, to the cent: documents with
 * their lines, payments with their applications, customers with their balances and terms; what is missing, doubled, hangs
 * below the wrong account, or has no counterpart.
 *
 * @param customers ids of the customers that have an account, each with the account's
 */
export function disagreements(
  org: Org,
  company: SandboxCompany,
  customers: ReadonlyMap<string, string>,
): readonly string[] {
  const wrong: string[] = []
  const mirrored = keyed(org, 'BC_Customer__c', company)
  const placeOf = (customer: unknown): Below => ({
    account: customers.get(String(customer)) ?? '',
    mirror: mirrored.get(`${company.id}:${String(customer)}`)?.Id,
  })
  const expected = { invoices: new Set<string>(), payments: new Set<string>() }
  const invoices = keyed(org, 'BC_Invoice__c', company)
  const lines = Map.groupBy(org.all('BC_Invoice_Line__c'), (row) => String(row.BC_Invoice__c))
  for (const set of ['salesInvoices', 'salesCreditMemos'] as const) {
    for (const row of company.table(set).filter((each) => customers.has(String(each.customerId)))) {
      const key = `${company.id}:${row.id}`
      expected.invoices.add(key)
      const document = invoices.get(key)
      const should = documentAsSeen(company, set, row, placeOf(row.customerId))
      const is = document ? documentSeen(document, lines.get(String(document.Id)) ?? []) : 'missing'
      if (is !== should) wrong.push(`${company.name}: is "${is}", should be "${should}"`)
    }
  }
  for (const [key, row] of invoices) {
    if (!expected.invoices.has(key)) wrong.push(`${company.name}: ${String(row.Name)} has no counterpart`)
  }
  const payments = keyed(org, 'BC_Payment__c', company)
  for (const entry of company.table(customerEntries).filter((each) => customers.has(String(each.customerId)))) {
    if (!['Payment', 'Refund', 'Credit_x0020_Memo'].includes(String(entry.documentType))) continue
    const key = `${company.id}:${String(entry.entryNumber)}`
    expected.payments.add(key)
    const seen = payments.get(key)
    if (seen) wrong.push(...comparePayment(org, company, entry, seen, placeOf(entry.customerId)))
    else wrong.push(`${company.name}: payment ${String(entry.documentNumber)} is missing`)
  }
  for (const [key, row] of payments) {
    if (!expected.payments.has(key)) wrong.push(`${company.name}: payment ${String(row.Name)} has no counterpart`)
  }
  for (const [id, account] of customers) {
    const seen = mirrored.get(`${company.id}:${id}`)
    const is = seen ? customerSeen(seen) : 'missing'
    const should = customerAsSeen(company, id, account)
    if (is !== should) wrong.push(`${company.name}: customer ${id}: is "${is}", should be "${should}"`)
  }
  return wrong
}

/** The customers of a company that are shown below an account, each with the account. */
export function mirroredCustomers(org: Org, company: SandboxCompany): ReadonlyMap<string, string> {
  return new Map(
    [...keyed(org, 'BC_Customer__c', company)].map(([key, seen]) => [
      key.slice(company.id.length + 1),
      String(seen.BC_Account__c),
    ]),
  )
}
