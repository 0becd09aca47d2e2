import { BusinessError } from '../tables.ts'
import { Decimal } from './money.ts'

/** What a caller may give for an amount or a quantity; money comes as text, so that no digit is lost. */
export type GivenAmount = string | number

/** An amount somebody gave. Throws when it is no number. */
export function givenAmount(value: GivenAmount, what: string): Decimal {
  let amount: Decimal | undefined
  try {
    amount = new Decimal(value)
  } catch {
    amount = undefined
  }
  if (!amount?.isFinite())
    throw new BusinessError(`The value "${String(value)}" can't be evaluated into type Decimal in ${what}.`)
  return amount
}

/** An amount that must be larger than zero. */
export function givenPositive(value: GivenAmount, what: string): Decimal {
  const amount = givenAmount(value, what)
  if (!amount.gt(0)) throw new BusinessError(`${what} must be positive.`)
  return amount
}

/** A date somebody gave. Throws when it is none. */
export function givenDate(value: string, what: string): string {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== value)
    throw new BusinessError(`The value "${value}" can't be evaluated into type Date in ${what}.`)
  return value
}
