import type jsonata from 'jsonata'
import { replaceOperands, replaceOperators } from './replace-operators.ts'

/** No names that an expression could write. */
const procedure = 'is empty'
const joining = 'what is filled'

const isEmpty = (value: unknown) => value === null || value === undefined

/** The literal of an expression. */
const isNull = (node: unknown) => {
  if (typeof node !== 'object' || node === null || !('type' in node) || !('value' in node)) return false
  return node.type === 'value' && node.value === null
}

/** Makes `= null` true, and `!= null` false, of a field that the record does not have: JSONata says no to both. */
export function findMissing(expression: jsonata.Expression): void {
  replaceOperators(expression, procedure, ({ operator, left, right }) => {
    if (operator !== '=' && operator !== '!=') return undefined
    if (isNull(right)) return [left]
    return isNull(left) ? [right] : undefined
  })
  expression.registerFunction(procedure, (operator: string, value: unknown) => isEmpty(value) === (operator === '='))
}

/** Makes `&` join what is filled: JSONata writes `null` into the text. */
export function joinFilled(expression: jsonata.Expression): void {
  replaceOperands(expression, joining, '&')
  expression.registerFunction(joining, (value: unknown) => value ?? undefined)
}

/** The record without its empty fields, those of its lines included. */
export function filledOnly(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => {
      if (isEmpty(value)) return []
      return [[name, Array.isArray(value) ? value.map((line) => filledOnly(line as Record<string, unknown>)) : value]]
    }),
  )
}
