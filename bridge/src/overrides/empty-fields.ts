import type jsonata from 'jsonata'

/** No name that an expression could write. */
const procedure = 'is empty'

interface Node {
  type?: string
  value?: unknown
  lhs?: unknown
  rhs?: unknown
  procedure?: unknown
  arguments?: unknown
}

const isNull = (node: unknown) =>
  typeof node === 'object' && node !== null && 'type' in node && node.type === 'value' && (node as Node).value === null

function replaceComparisons(node: unknown): void {
  if (Array.isArray(node)) {
    node.forEach(replaceComparisons)
    return
  }
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return
  Object.values(node).forEach(replaceComparisons)
  const binary = node as Node
  if (binary.type !== 'binary' || (binary.value !== '=' && binary.value !== '!=')) return
  const { lhs, rhs, value } = binary
  if (!isNull(lhs) && !isNull(rhs)) return
  delete binary.lhs
  delete binary.rhs
  binary.type = 'function'
  binary.value = '('
  binary.procedure = { type: 'variable', value: procedure }
  binary.arguments = [{ type: 'string', value }, isNull(rhs) ? lhs : rhs]
}

/** Makes `= null` true, and `!= null` false, of a field that the record does not have: JSONata says no to both. */
export function findMissing(expression: jsonata.Expression): void {
  replaceComparisons(expression.ast())
  expression.registerFunction(procedure, (operator: string, value: unknown) => {
    const isEmpty = value === undefined || value === null
    return operator === '=' ? isEmpty : !isEmpty
  })
}

const isEmpty = (value: unknown) => value === null || value === undefined

/** The record without its empty fields, those of its lines included. */
export function filledOnly(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => {
      if (isEmpty(value)) return []
      return [[name, Array.isArray(value) ? value.map((line) => filledOnly(line as Record<string, unknown>)) : value]]
    }),
  )
}
