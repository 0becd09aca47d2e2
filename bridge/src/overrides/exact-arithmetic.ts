import { Decimal } from 'decimal.js'
import type jsonata from 'jsonata'
import { replaceOperators } from './replace-operators.ts'

/** Digits that a floating-point number keeps exactly, and brings back as they were. */
const digits = 15

/** No name that an expression could write. */
const procedure = 'exact arithmetic'

type Operator = '+' | '-' | '*' | '/' | '%'
const work: Readonly<Record<Operator, (left: Decimal, right: Decimal) => Decimal>> = {
  '+': (left, right) => left.plus(right),
  '-': (left, right) => left.minus(right),
  '*': (left, right) => left.times(right),
  '/': (left, right) => left.div(right),
  '%': (left, right) => left.mod(right),
}
const isOperator = (value: unknown): value is Operator => typeof value === 'string' && Object.hasOwn(work, value)

/** The number that the decimal is, to 15 digits: equal decimals are equal numbers, so that comparing them is exact too. */
const toNumber = (value: Decimal): number => value.toSignificantDigits(digits).toNumber()

function calculate(operator: Operator, left: unknown, right: unknown): number | undefined {
  for (const [value, side] of [
    [left, 'left'],
    [right, 'right'],
  ] as const) {
    if (value !== undefined && typeof value !== 'number')
      throw new TypeError(`The ${side} side of the "${operator}" operator must be a number`)
  }
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  const result = work[operator](new Decimal(left), new Decimal(right))
  if (!result.isFinite()) throw new RangeError(`${left} ${operator} ${right} is no number`)
  return toNumber(result)
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum.plus(value), new Decimal(0))

/**
 * Makes an expression calculate in decimals: `0.1 + 0.2 = 0.3`, sums of amounts and quantities times prices are exact to 15
 * digits, and so is what they are compared with.
 */
export function makeExact(expression: jsonata.Expression): void {
  // JSONata itself adds and multiplies in floating point.
  replaceOperators(expression, procedure, ({ operator, left, right }) =>
    isOperator(operator) ? [left, right] : undefined,
  )
  expression.registerFunction(procedure, calculate)
  expression.registerFunction(
    'sum',
    (values: readonly number[] | undefined) => values && toNumber(sumOf(values)),
    '<a<n>:n>',
  )
  expression.registerFunction(
    'average',
    (values: readonly number[] | undefined) =>
      values && values.length > 0 ? toNumber(sumOf(values).div(values.length)) : undefined,
    '<a<n>:n>',
  )
}
