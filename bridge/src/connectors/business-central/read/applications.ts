import { Decimal } from 'decimal.js'
import { isApplication, type DetailedEntry } from '../ledger.ts'

/** One application between a payment and another entry, as the payment sees it. */
export interface Application {
  /** The other customer ledger entry. */
  readonly other: number
  /** Local currency; positive lowers what the other entry asks for. */
  readonly local: Decimal
  readonly postingDate: string
  /** Its rows on either side, as far as they are found. */
  readonly ownRow: DetailedEntry | undefined
  readonly otherRow: DetailedEntry | undefined
}

/** The other half of an application: the opposite amount under the same applying entry, written at the same time. */
function counterpart(row: DetailedEntry, rows: readonly DetailedEntry[]): DetailedEntry | undefined {
  const opposite = new Decimal(row.amount).neg()
  return rows
    .filter((each) => isApplication(each) && each.applied === row.applied && opposite.eq(each.amount))
    .toSorted((a, b) => Math.abs(a.number - row.number) - Math.abs(b.number - row.number))[0]
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
  const byPayment = others
    .filter((row) => isApplication(row) && row.applied === entry && row.entry !== entry)
    .map((row) => ({
      other: row.entry,
      local: new Decimal(row.amount).neg(),
      postingDate: row.postingDate,
      ownRow: counterpart(row, own),
      otherRow: row,
    }))
  const byOther = own
    .filter((row) => isApplication(row) && row.applied !== entry && row.applied !== 0)
    .map((row) => ({
      other: row.applied,
      local: new Decimal(row.amount),
      postingDate: row.postingDate,
      ownRow: row,
      otherRow: counterpart(
        row,
        others.filter((each) => each.entry === row.applied),
      ),
    }))
  return [...byPayment, ...byOther]
}
