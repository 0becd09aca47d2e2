import { BusinessError } from '../tables.ts'
import { Decimal, roundTo, zero } from './money.ts'

export interface LineDiscount {
  readonly percent: Decimal
  readonly amount: Decimal
}

const percentPrecision = new Decimal('0.00001')
const hundred = new Decimal(100)

/** What a line says, and what it said when it was last calculated (undefined on a new line). */
export interface DiscountInput {
  readonly gross: Decimal
  readonly percent: Decimal
  readonly amount: Decimal
  readonly before: (LineDiscount & { readonly gross: Decimal }) | undefined
}

/**
 * Percentage and amount of a line discount follow each other: a new percentage gives the amount, a new amount gives the
 * percentage (five decimals), and when quantity or price change the percentage stays. Both new: the percentage wins,
 * because BC's page validates it last.
 */
export function lineDiscount({ gross, percent, amount, before }: DiscountInput, precision: Decimal): LineDiscount {
  const old = before ?? { percent: zero, amount: zero, gross: zero }
  if (before && percent.eq(old.percent) && amount.eq(old.amount) && gross.eq(old.gross)) return { percent, amount }
  const amountIsNew = !amount.eq(old.amount) && percent.eq(old.percent)
  if (percent.isNegative() || percent.gt(hundred))
    throw new BusinessError('Line Discount % must be between 0 and 100.', 'Application_FieldValidationException')
  if (!amountIsNew) return { percent, amount: roundTo(gross.times(percent).div(hundred), precision) }
  const given = roundTo(amount, precision)
  if (given.isNegative() !== gross.isNegative() && !given.isZero())
    throw new BusinessError('Line Discount Amount must have the same sign as the line amount.')
  if (given.abs().gt(gross.abs()))
    throw new BusinessError(`Line Discount Amount ${given.toFixed()} must not be larger than ${gross.toFixed()}.`)
  return { percent: gross.isZero() ? zero : roundTo(given.div(gross).times(hundred), percentPrecision), amount: given }
}
