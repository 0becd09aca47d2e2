import { BusinessError, type Company, type Row } from '../tables.ts'
import { applicationAmounts } from './application-amounts.ts'
import { type Movement, lastMovements, movements } from './application-movements.ts'
import { checkedPostingDate } from './checks.ts'
import { roundingPrecision } from './currency.ts'
import { customerEntries, customerEntry, entryNumberOf, insertDetailed } from './customer-ledger.ts'
import { remaining, remainingLcy } from './entry-currency.ts'
import { type GivenAmount, givenAmount, givenDate, givenPositive } from './given.ts'
import { type LedgerDocumentType, postGeneralLedger } from './general-ledger.ts'
import { type Decimal, roundTo, stored, sum, zero } from './money.ts'
import { tolerances } from './payment-tolerance.ts'
import { accountFor, detailedAccounts } from './posting-accounts.ts'
import { postingSetup } from './posting-setup.ts'
import { text } from './read-row.ts'
import { refreshStatus } from './statuses.ts'

export interface Application {
  /** Number of the customer ledger entry that does the applying, usually a payment or credit memo. */
  readonly entry: number
  /** Number of the entry that is closed by it. */
  readonly appliesTo: number
  /** Positive; left out = as much as both leave. */
  readonly amount?: GivenAmount
  /** Default: the later of the two posting dates. */
  readonly postingDate?: string
}

/** One entry that is closed by another, and how much of it: left out = as much as both leave. */
export interface AppliesTo {
  readonly entry: number
  readonly amount?: GivenAmount
}

const where = (entry: Row): string => `in Cust. Ledger Entry: Entry No.=${entryNumberOf(entry)}`

/** What somebody wants applied, in the precision of the closed entry's currency. */
function amountToApply(company: Company, closed: Row, wanted: GivenAmount): Decimal {
  const what = `Amount to Apply ${where(closed)}`
  const precision = roundingPrecision(company, text(closed, 'currencyCode'))
  return givenPositive(roundTo(givenAmount(wanted, what), precision).toFixed(), what)
}

/** Throws when the entries do not fit together. */
function checkFit(company: Company, applying: Row, closed: Row): void {
  for (const entry of [applying, closed])
    if (entry['open'] !== true)
      throw new BusinessError(`Open must be equal to 'Yes' ${where(entry)}. Current value is 'No'.`)
  if (applying['customerId'] !== closed['customerId'])
    throw new BusinessError(`Customer No. must be equal to '${text(applying, 'customerNumber')}' ${where(closed)}.`)
  if (applying['currencyCode'] !== closed['currencyCode'] && !postingSetup(company).applicationBetweenCurrencies)
    throw new BusinessError('All entries in one application must be in the same currency.')
  if (remaining(applying).isNegative() === remaining(closed).isNegative())
    throw new BusinessError(`Remaining Amount must have the opposite sign ${where(closed)}.`)
}

/** Moves an entry's remaining amounts; at zero it closes, away from zero it opens again. */
export function moveRemaining(
  company: Company,
  entry: Row,
  by: Decimal,
  byLcy: Decimal,
  closing: Record<string, unknown>,
): Row {
  const left = remaining(entry).plus(by)
  const open = !left.isZero()
  return company.table(customerEntries).update(entry.id, {
    remainingAmount: stored(left),
    remainingAmountLcy: stored(remainingLcy(entry).plus(byLcy)),
    open,
    ...(open ? { closedAtDate: '0001-01-01', closedByEntryNumber: 0 } : closing),
  })
}

const setRemainingLcy = (company: Company, entry: Row, left: Decimal): Row =>
  company.table(customerEntries).update(entry.id, { remainingAmountLcy: stored(left) })

/** What all rows of an application have in common. */
interface Posting {
  readonly company: Company
  readonly application: number
  readonly postingDate: string
  readonly applying: Row
}

/** A row that is to be written about an entry. */
interface Pending {
  readonly entry: Row
  readonly movement: Movement
}

/**
 * Rows of one type about one entry become one row, in the place of the first: a payment has one Application row for all that
 * it closes. [base application, table Detailed CV Ledg. Entry Buffer: InsertDtldCVLedgEntry]
 */
function merged(rows: readonly Pending[]): Pending[] {
  const byType = Map.groupBy(rows, ({ entry, movement }) => `${movement.entryType} ${entry.id}`)
  return [...byType.values()].flatMap((same) => {
    const [first] = same
    const total = (property: 'amount' | 'amountLcy') => sum(same.map(({ movement }) => movement[property]))
    return first
      ? [{ ...first, movement: { ...first.movement, amount: total('amount'), amountLcy: total('amountLcy') } }]
      : []
  })
}

/** Writes the rows of an application, and what they realize or give away in the general ledger. */
function write({ company, application, postingDate, applying }: Posting, rows: readonly Pending[]): void {
  const under = {
    postingDate,
    documentType: applying['documentType'] as LedgerDocumentType,
    documentNumber: text(applying, 'documentNumber'),
  }
  for (const { entry, movement } of merged(rows)) {
    const { entryType, amount, amountLcy } = movement
    const applies = entryType === 'Application' && { appliedEntryNumber: entryNumberOf(applying) }
    insertDetailed(company, entry, { ...under, entryType, amount, amountLcy, ...applies, application })
    if (entryType === 'Application' || entryType === 'Initial_x0020_Entry' || amountLcy.isZero()) continue
    const account = accountFor(company, detailedAccounts[entryType])
    postGeneralLedger(company, { ...under, description: text(applying, 'description') }, [
      { account: accountFor(company, 'receivables'), amount: amountLcy },
      { account, amount: amountLcy.neg() },
    ])
  }
}

/** Moves an entry by its rows and returns it as it then is. */
function moveEntry({ company, postingDate }: Posting, entry: Row, made: readonly Movement[], closedBy: Row): Row {
  const by = sum(made.map(({ amount }) => amount))
  const byLcy = sum(made.map(({ amountLcy }) => amountLcy))
  const closing = { closedAtDate: postingDate, closedByEntryNumber: entryNumberOf(closedBy) }
  return moveRemaining(company, entry, by, byLcy, closing)
}

/** One date for all of an application: the latest of its entries, or a later one that somebody asks for. */
function applicationDate(company: Company, entries: readonly Row[], asked: string | undefined): string {
  const latest = entries.map((entry) => text(entry, 'postingDate')).reduce((a, b) => (a > b ? a : b))
  const date = givenDate(asked ?? latest, 'Posting Date')
  if (date < latest)
    throw new BusinessError('The posting date entered must not be before the posting date on the Cust. Ledger Entry.')
  const numbers = entries.map(entryNumberOf).join('|')
  return checkedPostingDate(company, { id: '', postingDate: date }, `Cust. Ledger Entry: Entry No.=${numbers}`)
}

/**
 * Applies one entry to others of the same customer, in one posting of one date: for each, two detailed rows of type
 * Application, all under the document type, number and entry number of the applying entry. Gains and losses of currency,
 * what a payment may keep (discount, tolerance) and corrections of cents are rows of their own with their G/L entries.
 * Entries that reach zero close, and a document's status follows. Once the applying entry is used up, what is left of
 * `appliesTo` is not touched. Returns the number that `unapply` takes back as a whole. Throws `BusinessError`, and changes
 * nothing, when entries do not fit. [Microsoft Learn: Apply customer payments; Detailed customer ledger entries]
 */
export function applyEntries(
  company: Company,
  asked: { readonly entry: number; readonly appliesTo: readonly AppliesTo[]; readonly postingDate?: string },
): number {
  return company.transaction(() => {
    const before = customerEntry(company, asked.entry)
    const toClose = asked.appliesTo.map(({ entry, amount }) => {
      const closed = customerEntry(company, entry)
      checkFit(company, before, closed)
      return { closed, wanted: amount === undefined ? undefined : amountToApply(company, closed, amount) }
    })
    if (toClose.length === 0) throw new BusinessError('There is nothing to apply.')
    const entries = [before, ...toClose.map(({ closed }) => closed)]
    const postingDate = applicationDate(company, entries, asked.postingDate)
    const posting = { company, application: company.nextEntry('_applications'), postingDate, applying: before }
    const tolerated = tolerances(company, before, toClose)
    const rows: Pending[] = []
    const touched = new Map<string, Row>()
    let applying = before
    for (const { closed: named, wanted } of toClose) {
      if (applying['open'] !== true) break
      const closed = customerEntry(company, entryNumberOf(named))
      checkFit(company, applying, closed)
      const amounts = applicationAmounts(company, applying, { closed, wanted }, tolerated.get(closed.id) ?? zero)
      const made = movements(company, applying, closed, amounts)
      rows.push(...made.map((movement) => ({ entry: movement.of === 'closed' ? closed : before, movement })))
      const of = (side: Movement['of']) => made.filter((each) => each.of === side)
      touched.set(closed.id, moveEntry(posting, closed, of('closed'), before))
      applying = moveEntry(posting, applying, of('applying'), closed)
    }
    const own = rows.flatMap(({ movement }) => (movement.of === 'applying' ? [movement] : []))
    const last = lastMovements(company, before, own)
    rows.push(...last.map((movement) => ({ entry: before, movement })))
    const lastLcy = sum(last.map(({ amountLcy }) => amountLcy))
    touched.set(before.id, setRemainingLcy(company, applying, remainingLcy(applying).plus(lastLcy)))
    write(posting, rows)
    for (const entry of touched.values()) refreshStatus(company, entry)
    return posting.application
  })
}

/** Applies one entry to one other: `applyEntries` for the commonest case. */
export const apply = (company: Company, { entry, appliesTo, amount, postingDate }: Application): number =>
  applyEntries(company, {
    entry,
    appliesTo: [{ entry: appliesTo, ...(amount !== undefined && { amount }) }],
    ...(postingDate !== undefined && { postingDate }),
  })
