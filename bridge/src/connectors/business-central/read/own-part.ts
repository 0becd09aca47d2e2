import { Decimal } from 'decimal.js'
import { isApplication, isInitial, isLocalOnly, type DetailedEntry } from '../ledger.ts'
import type { Application } from './applications.ts'

/** How much of an application the payment itself brought. */
export interface OwnPart {
  /** Local currency, with the application's sign. */
  readonly local: Decimal
  /** The same as a part of what was moved: 1 when nothing was given away. */
  readonly share: Decimal
}

/** Rows by which a payment gets what it did not bring: discount, tolerance, rounding between currencies. */
const isGivenAway = (row: DetailedEntry): boolean => !isInitial(row) && !isApplication(row) && !isLocalOnly(row)

/**
 * An application moves all that the invoice loses. What a payment in time, or nearly in full, did not have to bring is added to
 * the payment's entry by rows of their own, written before its Application row; gains and losses come behind it.
 * [Microsoft Learn: Detailed customer ledger entries; base application, codeunit Gen. Jnl.-Post Line: CalcPmtDisc]
 *
 * @param own all rows of the payment's entry, in order
 */
export function ownPart({ local, ownRow }: Application, own: readonly DetailedEntry[]): OwnPart {
  const at = ownRow ? own.indexOf(ownRow) : -1
  if (at < 0) return { local, share: new Decimal(1) }
  const before = own.slice(0, at).findLastIndex(isApplication)
  const after = own.findIndex((row, index) => index > at && !isLocalOnly(row))
  const sum = (rows: readonly DetailedEntry[]) => rows.reduce((total, row) => total.plus(row.amount), new Decimal(0))
  const given = sum(own.slice(before + 1, at).filter(isGivenAway))
  // What was moved, at the rate of the payment.
  const moved = sum(own.slice(at, after < 0 ? undefined : after))
  if (given.isZero() || moved.isZero()) return { local, share: new Decimal(1) }
  return { local: local.plus(given), share: moved.plus(given).div(moved) }
}
