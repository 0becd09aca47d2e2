import { BusinessError, type Company, type Row } from '../tables.ts'
import { type Movement, applicationAmounts, movements, remaining, remainingLcy } from './application-movements.ts'
import { checkedPostingDate } from './checks.ts'
import { roundingPrecision } from './currency.ts'
import { customerEntries, customerEntry, entryNumberOf, insertDetailed } from './customer-ledger.ts'
import { type GivenAmount, givenAmount, givenDate, givenPositive } from './given.ts'
import { type LedgerDocumentType, postGeneralLedger } from './general-ledger.ts'
import { type Decimal, roundTo, stored, sum } from './money.ts'
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

/** One application as it is written: which entry does the applying, and which is closed by it. */
interface Applying {
  readonly company: Company
  readonly application: number
  readonly postingDate: string
  readonly applying: Row
  readonly closed: Row
}

/** Writes the rows of an application, and what they realize or give away in the general ledger. */
function write({ company, application, postingDate, applying, closed }: Applying, made: readonly Movement[]): void {
  const under = {
    postingDate,
    documentType: applying['documentType'] as LedgerDocumentType,
    documentNumber: text(applying, 'documentNumber'),
  }
  for (const { of, ...movement } of made) {
    const applies = movement.entryType === 'Application' && { appliedEntryNumber: entryNumberOf(applying) }
    insertDetailed(company, of === 'closed' ? closed : applying, { ...under, ...movement, ...applies, application })
    if (movement.entryType === 'Application' || movement.entryType === 'Initial_x0020_Entry') continue
    const account = accountFor(company, detailedAccounts[movement.entryType])
    postGeneralLedger(company, { ...under, description: text(applying, 'description') }, [
      { account: accountFor(company, 'receivables'), amount: movement.amountLcy },
      { account, amount: movement.amountLcy.neg() },
    ])
  }
}

/** Moves one side by its rows and returns the entry as it then is. */
function moveEntry({ company, postingDate, ...both }: Applying, of: Movement['of'], made: readonly Movement[]): Row {
  const own = made.filter((each) => each.of === of)
  const other = of === 'closed' ? both.applying : both.closed
  return moveRemaining(
    company,
    both[of],
    sum(own.map(({ amount }) => amount)),
    sum(own.map(({ amountLcy }) => amountLcy)),
    { closedAtDate: postingDate, closedByEntryNumber: entryNumberOf(other) },
  )
}

/**
 * Applies one entry to others of the same customer, in one posting: for each, two detailed rows of type Application, both
 * under the document type, number and entry number of the applying entry. Gains and losses of currency, and what a payment
 * may keep (discount, tolerance), are rows of their own with their G/L entries. Entries that reach zero close, and a
 * document's status follows. Once the applying entry is used up, what is left of `appliesTo` is not touched. Returns the
 * number that `unapply` takes back as a whole. Throws `BusinessError`, and changes nothing, when entries do not fit.
 * [Microsoft Learn: Apply customer payments; Detailed customer ledger entries]
 */
export function applyEntries(
  company: Company,
  asked: { readonly entry: number; readonly appliesTo: readonly AppliesTo[]; readonly postingDate?: string },
): number {
  return company.transaction(() => {
    if (asked.appliesTo.length === 0) throw new BusinessError('There is nothing to apply.')
    const application = company.nextEntry('_applications')
    let applying = customerEntry(company, asked.entry)
    const touched = new Map<string, Row>()
    for (const { entry, amount: wanted } of asked.appliesTo) {
      const closed = customerEntry(company, entry)
      if (touched.size > 0 && applying['open'] !== true) break
      checkFit(company, applying, closed)
      const amount = wanted === undefined ? undefined : amountToApply(company, closed, wanted)
      const amounts = applicationAmounts(company, applying, closed, amount)
      const dates = [text(applying, 'postingDate'), text(closed, 'postingDate')].sort()
      const date = givenDate(asked.postingDate ?? dates[1] ?? company.workDate(), 'Posting Date')
      const postingDate = checkedPostingDate(
        company,
        { id: '', postingDate: date },
        `Cust. Ledger Entry: Entry No.=${entry}`,
      )
      const under = { company, application, postingDate, applying, closed }
      const made = movements(company, applying, closed, amounts)
      write(under, made)
      touched.set(closed.id, moveEntry(under, 'closed', made))
      applying = moveEntry(under, 'applying', made)
      touched.set(applying.id, applying)
    }
    for (const entry of touched.values()) refreshStatus(company, entry)
    return application
  })
}

/** Applies one entry to one other: `applyEntries` for the commonest case. */
export const apply = (company: Company, { entry, appliesTo, amount, postingDate }: Application): number =>
  applyEntries(company, {
    entry,
    appliesTo: [{ entry: appliesTo, ...(amount !== undefined && { amount }) }],
    ...(postingDate !== undefined && { postingDate }),
  })
