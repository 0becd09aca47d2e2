/** A value in a `$filter`. */
export type Operand =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'literal'; readonly type: LiteralType; readonly text: string }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly arguments: readonly Operand[] }

export type LiteralType = 'string' | 'guid' | 'date' | 'instant' | 'number' | 'boolean' | 'null'

export const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const
export type Comparison = (typeof comparisons)[number]

/** Functions and how many arguments each takes. [Microsoft Learn: Using filter expressions in OData URIs] */
export const functions = {
  startswith: [2],
  endswith: [2],
  contains: [2],
  substring: [2, 3],
  indexof: [2],
  length: [1],
  replace: [3],
  tolower: [1],
  toupper: [1],
  trim: [1],
  concat: [2],
  round: [1],
  floor: [1],
  ceiling: [1],
} as const satisfies Record<string, readonly number[]>
export type FunctionName = keyof typeof functions

/** A `$filter`, parsed. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'in'; readonly left: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'test'; readonly operand: Operand }

/** The properties an expression names. */
export function propertiesOf(expression: Expression): Set<string> {
  const names = new Set<string>()
  const operand = (value: Operand): void => {
    if (value.kind === 'property') names.add(value.name)
    else if (value.kind === 'call') value.arguments.forEach(operand)
  }
  const walk = (node: Expression): void => {
    switch (node.kind) {
      case 'and':
      case 'or':
        walk(node.left)
        walk(node.right)
        break
      case 'not':
        walk(node.of)
        break
      case 'compare':
        operand(node.left)
        operand(node.right)
        break
      case 'in':
        operand(node.left)
        break
      case 'test':
        operand(node.operand)
        break
    }
  }
  walk(expression)
  return names
}
