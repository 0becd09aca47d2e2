import { Decimal } from 'decimal.js'
import { isApplication, type DetailedEntry } from '../ledger.ts'

/** One application between a payment and another entry, as the payment sees it. */
export interface Application {
  /** The other customer ledger entry. */
  readonly other: number
  /** Local currency; positive lowers what the other entry asks for. */
  readonly local: Decimal
  readonly postingDate: string
  /** The row of the entry that was closed: one for each application. */
  readonly closed: DetailedEntry
  /** The Application row of the entry that did the applying, about all that it closed at once; undefined when it is not found. */
  readonly applying: DetailedEntry | undefined
  /** Whether the payment did the applying. */
  readonly byPayment: boolean
}

const byNumber = (a: DetailedEntry, b: DetailedEntry): number => a.number - b.number

/**
 * The row of the entry that did the applying. It comes behind the row of what it closed first; further entries that it closed at
 * once come behind it and are added up in it. [base application, table Detailed CV Ledg. Entry Buffer: InsertDtldCVLedgEntry]
 *
 * @param all rows of all that this entry has closed, as far as they are known, and its own
 */
function applyingRow(closed: DetailedEntry, all: readonly DetailedEntry[]): DetailedEntry | undefined {
  const rows = all.filter((row) => isApplication(row) && row.applied === closed.applied).sort(byNumber)
  const isOwn = (row: DetailedEntry | undefined) => row?.entry === row?.applied
  const at = rows.findIndex(({ number }) => number === closed.number)
  const next = rows[at + 1]
  const before = rows.slice(0, at).findLast(isOwn)
  return next && isOwn(next) ? next : before
}

/**
 * Either the payment applied itself to the other entry (that entry's row tells: its sign turns) or, when somebody applied by
 * hand from the other side, that one did the applying and the payment's own row tells. Un-applying writes the same rows with
 * the opposite sign.
 *
 * @param own the rows of the payment's entry
 * @param others rows of other entries, those that the payment applied itself to among them
 */
export function applicationsOf(
  entry: number,
  own: readonly DetailedEntry[],
  others: readonly DetailedEntry[],
): Application[] {
  const all = [...own, ...others]
  const byPayment = others
    .filter((row) => isApplication(row) && row.applied === entry && row.entry !== entry)
    .map((row) => ({ row, other: row.entry, local: new Decimal(row.amount).neg(), byPayment: true }))
  const byOther = own
    .filter((row) => isApplication(row) && row.applied !== entry && row.applied !== 0)
    .map((row) => ({ row, other: row.applied, local: new Decimal(row.amount), byPayment: false }))
  return [...byPayment, ...byOther].map(({ row, ...application }) => ({
    ...application,
    postingDate: row.postingDate,
    closed: row,
    applying: applyingRow(row, all),
  }))
}
