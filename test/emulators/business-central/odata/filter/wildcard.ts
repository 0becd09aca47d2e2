import type { Expression } from './expression.ts'

/**
 * `resource eq 'v2.0*'`: the documented way to ask for supported webhook resources passes the star on to the
 * application, where it stands for anything. [Microsoft Learn: Working with webhooks]
 */
export function withWildcards(expression: Expression): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, left: withWildcards(expression.left), right: withWildcards(expression.right) }
    case 'compare': {
      const { operator, left, right } = expression
      if (operator !== 'eq' || right.kind !== 'literal' || right.type !== 'string' || !right.text.endsWith('*'))
        return expression
      const start = { ...right, text: right.text.slice(0, -1) }
      return { kind: 'test', operand: { kind: 'call', name: 'startswith', arguments: [left, start] } }
    }
    default:
      return expression
  }
}
