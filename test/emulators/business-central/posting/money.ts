import { Decimal } from 'decimal.js'

export { Decimal } from 'decimal.js'

export const zero = new Decimal(0)

/** A stored amount, quantity or percentage; missing and blank are zero. Throws when it is no number at all. */
export function decimal(value: unknown): Decimal {
  if (value === undefined || value === null || value === '') return zero
  if (typeof value === 'string' || typeof value === 'number' || Decimal.isDecimal(value)) return new Decimal(value)
  throw new Error(`Not a decimal: ${JSON.stringify(value)}`)
}

/** The form in which amounts are stored: plain digits, no exponent, no trailing zeros. */
export const stored = (amount: Decimal): string => (amount.isZero() ? '0' : amount.toFixed())

/** Rounds to a multiple of `precision`, halves away from zero, as BC's `Round(Amount, Precision)` does. */
export const roundTo = (amount: Decimal, precision: Decimal): Decimal =>
  amount.div(precision).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).times(precision)

export const sum = (amounts: readonly Decimal[]): Decimal => amounts.reduce((total, each) => total.plus(each), zero)

/**
 * Rounds running totals instead of single amounts, so that the parts always add up to the rounded whole: BC carries
 * the rounding remainder of one line over to the next.
 */
export function runningRounder(precision: Decimal): (exact: Decimal) => Decimal {
  let exactTotal = zero
  let roundedTotal = zero
  return (exact) => {
    exactTotal = exactTotal.plus(exact)
    const next = roundTo(exactTotal, precision)
    const part = next.minus(roundedTotal)
    roundedTotal = next
    return part
  }
}
