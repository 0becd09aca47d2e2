import type { EntitySet } from '../entities.ts'
import { badRequest } from '../errors.ts'
import type { Expression } from './filter/expression.ts'

/** Dates a FlowFilter lets through, both ends included; left out = open. */
export interface DateRange {
  readonly from?: string
  readonly to?: string
}

const isFlowFilter = (name: string): boolean => name.endsWith('_FilterOnly')

/**
 * Takes conditions on `…_FilterOnly` properties out of a filter: they choose no rows, they say over which dates figures
 * are summed up. They can only be joined by `and`.
 *
 * @throws ServiceError 400 for any other use of such a property
 */
export function splitFlowFilter(
  expression: Expression | undefined,
  set: EntitySet,
): { readonly filter: Expression | undefined; readonly range: DateRange } {
  if (!expression || !Object.keys(set.properties).some(isFlowFilter)) return { filter: expression, range: {} }
  let range: DateRange = {}
  const walk = (node: Expression): Expression | undefined => {
    if (node.kind === 'and') {
      const [left, right] = [walk(node.left), walk(node.right)]
      return left && right ? { kind: 'and', left, right } : (left ?? right)
    }
    if (node.kind !== 'compare' || node.left.kind !== 'property' || !isFlowFilter(node.left.name)) return node
    const { right, operator } = node
    if (right.kind !== 'literal' || right.type !== 'date')
      throw badRequest(`'${node.left.name}' can only be compared with a date.`)
    range = { ...range, ...bounds(operator, right.text) }
    return undefined
  }
  const filter = walk(expression)
  return { filter, range }
}

function bounds(operator: string, day: string): DateRange {
  switch (operator) {
    case 'eq':
      return { from: day, to: day }
    case 'ge':
      return { from: day }
    case 'le':
      return { to: day }
    case 'gt':
      return { from: neighbour(day, 1) }
    case 'lt':
      return { to: neighbour(day, -1) }
    default:
      throw badRequest(`A flow filter cannot use '${operator}'.`)
  }
}

const neighbour = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
