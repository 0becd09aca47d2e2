import { Decimal } from 'decimal.js'
import { sum } from './sum.ts'

/** Parts of an amount in proportion to the weights, each of so many digits, that add up to the amount. */
export function apportion(amount: Decimal, weights: readonly Decimal[], digits: number): readonly Decimal[] {
  const whole = sum(weights)
  if (whole.isZero()) return weights.map((_, index) => (index === weights.length - 1 ? amount : new Decimal(0)))
  const upTo = (count: number) =>
    amount
      .times(sum(weights.slice(0, count)))
      .div(whole)
      .toDecimalPlaces(digits)
  return weights.map((_, index) =>
    (index === weights.length - 1 ? amount : upTo(index + 1)).minus(index === 0 ? new Decimal(0) : upTo(index)),
  )
}
