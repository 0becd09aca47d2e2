import { Decimal } from 'decimal.js'
import { isApplication, isInitial, isLocalOnly, type DetailedEntry } from '../ledger.ts'

/** A document in a foreign currency. */
export interface ForeignDocument {
  /** In that currency, positive. */
  readonly total: Decimal
  /** What is left of it now, positive, when it is known. */
  readonly remaining: Decimal | undefined
  /** Digits of the currency behind the point. */
  readonly digits: number
}

/**
 * How much of a foreign currency rounding to the cents of local currency can hide in so many rows.
 *
 * @param total a document in its currency
 * @param local the same in local currency
 */
export function hiddenByRounding(total: Decimal, local: Decimal, digits: number, rows: number): Decimal {
  const unit = new Decimal(10).pow(-digits)
  const penny = total.div(local).abs().times('0.01')
  return unit.plus(penny).times(rows)
}

/**
 * What applying an entry moved, at the rate that its own document was posted with: its row in local currency goes by the rate
 * of the other side, and the gain or loss before it makes up the difference; that of further entries it closed at once may
 * follow the last one. [base application, codeunit Gen. Jnl.-Post Line: CalcCurrencyRealizedGainLoss, CalcApplication]
 */
function localOf(row: DetailedEntry, rows: readonly DetailedEntry[]): Decimal {
  const isOwn = (each: DetailedEntry) => isApplication(each) && each.applied === each.entry
  if (!isOwn(row)) return new Decimal(row.amount)
  const own = rows.filter(isOwn)
  const at = own.indexOf(row)
  const [after, until] = [own[at - 1]?.number ?? 0, at === own.length - 1 ? Infinity : row.number]
  const gains = rows.filter((each) => isLocalOnly(each) && each.number > after && each.number < until)
  return gains.reduce((total, each) => total.plus(each.amount), new Decimal(row.amount))
}

/**
 * The rows of a document's ledger entry in the currency of the document, with the ledger's signs, by row number. The ledger
 * tells local currency only; the document tells its total and what is left of it, so that the sum of the rows is exact, and
 * so is each row while one unit of the currency is worth no less than one of local currency; below that, rounding of
 * local currency hides cents, and the last row takes what is missing.
 *
 * @param rows all rows of the entry, in order
 */
export function rowsInCurrency(
  { total, remaining, digits }: ForeignDocument,
  rows: readonly DetailedEntry[],
): ReadonlyMap<number, Decimal> {
  const amounts = new Map<number, Decimal>()
  const first = rows.find(isInitial)
  if (!first || total.isZero() || new Decimal(first.amount).isZero()) return amounts
  const local = new Decimal(first.amount)
  const signed = local.isNegative() ? total.neg() : total
  amounts.set(first.number, signed)

  let left = signed
  let leftLocal = local
  const standing: DetailedEntry[] = []
  for (const row of rows.filter((each) => each !== first && !isLocalOnly(each))) {
    const moved = localOf(row, rows)
    const mirror = standing.findIndex(
      (each) =>
        each.type === row.type &&
        each.applied === row.applied &&
        new Decimal(each.amount).eq(new Decimal(row.amount).neg()),
    )
    const [taken] = mirror === -1 ? [undefined] : standing.splice(mirror, 1)
    leftLocal = leftLocal.plus(moved)
    if (!taken) standing.push(row)
    const back = taken && amounts.get(taken.number)?.neg()
    // What closes the entry takes all that was left.
    const closing = leftLocal.isZero() ? left.neg() : undefined
    const amount = back ?? closing ?? moved.times(signed).div(local).toDecimalPlaces(digits)
    amounts.set(row.number, amount)
    left = left.plus(amount)
  }

  const last = standing.at(-1)
  if (remaining && last) {
    const missing = (signed.isNegative() ? remaining.neg() : remaining).minus(left)
    // More than rounding can explain means that the document was read at another moment: it will be read again.
    if (missing.abs().lte(hiddenByRounding(signed, local, digits, rows.length))) {
      amounts.set(last.number, (amounts.get(last.number) ?? new Decimal(0)).plus(missing))
    }
  }
  return amounts
}
