import { BusinessError, type Company, type Row } from '../tables.ts'
import { inLocalCurrency } from './currency.ts'
import { customerEntries, customerEntry, entryNumberOf, insertDetailed } from './customer-ledger.ts'
import { type LedgerDocumentType, postGeneralLedger } from './general-ledger.ts'
import { Decimal, decimal, stored } from './money.ts'
import { accountFor } from './posting-accounts.ts'
import { text } from './read-row.ts'
import { refreshStatus } from './statuses.ts'

export interface Application {
  /** Number of the customer ledger entry that does the applying, usually a payment or credit memo. */
  readonly entry: number
  /** Number of the entry that is closed by it. */
  readonly appliesTo: number
  /** Positive; left out = as much as both leave. */
  readonly amount?: string | number
  /** Default: the later of the two posting dates. */
  readonly postingDate?: string
}

const remaining = (entry: Row): Decimal => decimal(entry['remainingAmount'])
const remainingLcy = (entry: Row): Decimal => decimal(entry['remainingAmountLcy'])
const where = (entry: Row): string => `in Cust. Ledger Entry: Entry No.=${entryNumberOf(entry)}`

/** The magnitude to apply; throws when the entries do not fit together. */
function amountToApply(applying: Row, closed: Row, wanted: Application['amount']): Decimal {
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
  const limit = Decimal.min(remaining(applying).abs(), remaining(closed).abs())
  if (wanted === undefined) return limit
  const amount = new Decimal(wanted)
  if (!amount.gt(0)) throw new BusinessError(`Amount to Apply must be positive ${where(closed)}.`)
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

/**
 * Applies one entry to another of the same customer: two detailed rows of type Application, both under the document
 * type, number and entry number of the applying entry. The closed side moves at the rate it was posted with; what the
 * applying side gained or lost since then becomes a realized gain or loss on it, with its G/L entries. Entries that
 * reach zero close, and a document's status follows. Returns the number that `unapply` takes.
 * [Microsoft Learn: Apply customer payments; Detailed customer ledger entries]
 */
export function apply(company: Company, application: Application): number {
  return company.transaction(() => {
    const applying = customerEntry(company, application.entry)
    const closed = customerEntry(company, application.appliesTo)
    const amount = amountToApply(applying, closed, application.amount)
    const number = company.nextEntry('_applications')
    const dates = [text(applying, 'postingDate'), text(closed, 'postingDate')].sort()
    const postingDate = application.postingDate ?? dates[1] ?? company.workDate()
    const side = remaining(closed).isNegative() ? -1 : 1
    const closedLcy = shareLcy(closed, amount)
    const gain = shareLcy(applying, amount).minus(closedLcy).times(side)
    const under = {
      postingDate,
      documentType: applying['documentType'] as LedgerDocumentType,
      documentNumber: text(applying, 'documentNumber'),
    }
    const row = { ...under, appliedEntryNumber: application.entry, application: number }
    const lower = { amount: amount.times(-side), amountLcy: closedLcy.times(-side) }
    const raise = { amount: amount.times(side), amountLcy: closedLcy.times(side) }
    insertDetailed(company, closed, { ...row, ...lower, entryType: 'Application' })
    insertDetailed(company, applying, { ...row, ...raise, entryType: 'Application' })
    if (!gain.isZero()) {
      const entryType = gain.gt(0) ? 'Realized_x0020_Gain' : 'Realized_x0020_Loss'
      insertDetailed(company, applying, { ...row, entryType, amount: new Decimal(0), amountLcy: gain })
      postGeneralLedger(company, { ...under, description: text(applying, 'description') }, [
        { account: accountFor(company, 'receivables'), amount: gain },
        { account: accountFor(company, gain.gt(0) ? 'realizedGains' : 'realizedLosses'), amount: gain.neg() },
      ])
    }
    const after = [
      moveRemaining(company, closed, lower.amount, lower.amountLcy, {
        closedAtDate: postingDate,
        closedByEntryNumber: application.entry,
      }),
      moveRemaining(company, applying, raise.amount, raise.amountLcy.plus(gain), {
        closedAtDate: postingDate,
        closedByEntryNumber: application.appliesTo,
      }),
    ]
    for (const entry of after) refreshStatus(company, entry)
    return number
  })
}
