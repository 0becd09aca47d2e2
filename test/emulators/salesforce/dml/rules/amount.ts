import { Decimal } from 'decimal.js'
import type { Row } from '../../records.ts'

/** A stored decimal, 0 when empty. */
export const decimal = (value: unknown): Decimal =>
  new Decimal(typeof value === 'string' || typeof value === 'number' ? value : 0)

/** Money in stored form: exact text with two decimals at most. */
export const money = (value: Decimal): string => value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed()

export const sum = (rows: readonly Row[], field: string): Decimal =>
  rows.reduce((total, row) => total.plus(decimal(row[field])), new Decimal(0))
