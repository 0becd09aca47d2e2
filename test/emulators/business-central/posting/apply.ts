import { BusinessError, type Company, type Row } from '../tables.ts'
import { inLocalCurrency } from './currency.ts'
import {
  type DetailedMovement,
  customerEntries,
  customerEntry,
  entryNumberOf,
  insertDetailed,
} from './customer-ledger.ts'
import { type GivenAmount, givenDate, givenPositive } from './given.ts'
import { type LedgerDocumentType, postGeneralLedger } from './general-ledger.ts'
import { Decimal, decimal, stored, sum, zero } from './money.ts'
import { type Settlement, settle } from './payment-discount.ts'
import { accountFor, detailedAccounts } from './posting-accounts.ts'
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

const remaining = (entry: Row): Decimal => decimal(entry['remainingAmount'])
const remainingLcy = (entry: Row): Decimal => decimal(entry['remainingAmountLcy'])
const where = (entry: Row): string => `in Cust. Ledger Entry: Entry No.=${entryNumberOf(entry)}`

/** Throws when the entries do not fit together. */
function checkFit(applying: Row, closed: Row): void {
  for (const entry of [applying, closed])
    if (entry['open'] !== true)
      throw new BusinessError(`Open must be equal to 'Yes' ${where(entry)}. Current value is 'No'.`)
  if (applying['customerId'] !== closed['customerId'])
    throw new BusinessError(`Customer No. must be equal to '${text(applying, 'customerNumber')}' ${where(closed)}.`)
  if (applying['currencyCode'] !== closed['currencyCode'])
    throw new BusinessError(
      'Applying entries in different currencies is not supported by this sandbox.',
      'NotSupportedBySandbox',
      501,
    )
  if (remaining(applying).isNegative() === remaining(closed).isNegative())
    throw new BusinessError(`Remaining Amount must have the opposite sign ${where(closed)}.`)
}

/** The most of the applying entry that is to be used, not negative. */
function amountOffered(applying: Row, closed: Row, wanted: GivenAmount | undefined): Decimal {
  if (wanted === undefined) return remaining(applying).abs()
  const limit = Decimal.min(remaining(applying).abs(), remaining(closed).abs())
  const amount = givenPositive(wanted, `Amount to Apply ${where(closed)}`)
  if (amount.gt(limit))
    throw new BusinessError(`Amount to Apply must not be larger than Remaining Amount ${where(closed)}.`)
  return amount
}

/** The LCY part of `amount` of an entry, at the rate it was posted with; all that is left when it closes. */
function shareLcy(entry: Row, amount: Decimal): Decimal {
  if (amount.eq(remaining(entry).abs())) return remainingLcy(entry).abs()
  return inLocalCurrency(amount, decimal(entry['amountLcy']).div(decimal(entry['amount'])).abs())
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

/** What one application writes about one of its entries. */
type Movement = Pick<DetailedMovement, 'entryType' | 'amount' | 'amountLcy'>

/** The rows of one application: of the entry that is closed, and of the one that closes it. */
function movements(applying: Row, closed: Row, of: Settlement): { closed: Movement[]; applying: Movement[] } {
  const { applied, discount, tolerance } = of
  const side = remaining(closed).isNegative() ? -1 : 1
  const given = [
    { entryType: 'Payment_x0020_Discount', amount: discount, amountLcy: shareLcy(closed, discount) },
    { entryType: 'Payment_x0020_Tolerance', amount: tolerance, amountLcy: shareLcy(closed, tolerance) },
  ] as const
  const away = given.filter(({ amount }) => !amount.isZero())
  const wholeLcy = shareLcy(closed, applied.plus(discount).plus(tolerance))
  const closedLcy = wholeLcy.minus(sum(away.map(({ amountLcy }) => amountLcy)))
  const gain = shareLcy(applying, applied).minus(closedLcy).times(side)
  const gained = gain.gt(0) ? 'Realized_x0020_Gain' : 'Realized_x0020_Loss'
  const lowered = [{ entryType: 'Application', amount: applied, amountLcy: closedLcy } as const, ...away]
  return {
    closed: lowered.map((each) => ({
      entryType: each.entryType,
      amount: each.amount.times(-side),
      amountLcy: each.amountLcy.times(-side),
    })),
    applying: [
      { entryType: 'Application', amount: applied.times(side), amountLcy: closedLcy.times(side) },
      ...(gain.isZero() ? [] : [{ entryType: gained, amount: zero, amountLcy: gain } as const]),
    ],
  }
}

interface Applying {
  readonly company: Company
  readonly application: number
  readonly postingDate: string
}

/** Writes one side of an application and returns the entry as it then is. */
function moveEntry({ company, application, postingDate }: Applying, entry: Row, other: Row, by: Row, made: Movement[]) {
  const under = {
    postingDate,
    documentType: by['documentType'] as LedgerDocumentType,
    documentNumber: text(by, 'documentNumber'),
  }
  for (const movement of made) {
    insertDetailed(company, entry, { ...under, ...movement, appliedEntryNumber: entryNumberOf(by), application })
    if (movement.entryType === 'Application' || movement.entryType === 'Initial_x0020_Entry') continue
    const account = accountFor(company, detailedAccounts[movement.entryType])
    postGeneralLedger(company, { ...under, description: text(by, 'description') }, [
      { account: accountFor(company, 'receivables'), amount: movement.amountLcy },
      { account, amount: movement.amountLcy.neg() },
    ])
  }
  const total = (pick: (each: Movement) => Decimal) => sum(made.map(pick))
  return moveRemaining(
    company,
    entry,
    total((each) => each.amount),
    total((each) => each.amountLcy),
    { closedAtDate: postingDate, closedByEntryNumber: entryNumberOf(other) },
  )
}

/**
 * Applies one entry to others of the same customer, in one posting: for each, two detailed rows of type Application, both
 * under the document type, number and entry number of the applying entry. A closed side moves at the rate it was posted
 * with; what the applying side gained or lost since then becomes a realized gain or loss on it, with its G/L entries;
 * what a payment may keep (discount, tolerance) becomes a row of its own on the closed side. Entries that reach zero close, and a document's status follows. Once the applying entry is used up, what is left of
 * `appliesTo` is not touched. Returns the number that `unapply` takes back as a whole.
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
      checkFit(applying, closed)
      const settlement = settle(company, applying, closed, amountOffered(applying, closed, wanted))
      const dates = [text(applying, 'postingDate'), text(closed, 'postingDate')].sort()
      const postingDate = asked.postingDate ?? dates[1] ?? company.workDate()
      const under = { company, application, postingDate: givenDate(postingDate, 'Posting Date') }
      const made = movements(applying, closed, settlement)
      const by = applying
      touched.set(closed.id, moveEntry(under, closed, by, by, made.closed))
      applying = moveEntry(under, by, closed, by, made.applying)
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
