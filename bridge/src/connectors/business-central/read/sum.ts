import { Decimal } from 'decimal.js'

export const sum = (amounts: readonly Decimal[]): Decimal =>
  amounts.reduce((total, each) => total.plus(each), new Decimal(0))
