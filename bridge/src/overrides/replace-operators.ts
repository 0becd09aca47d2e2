import type jsonata from 'jsonata'

interface Node {
  type?: string
  value?: unknown
  lhs?: unknown
  rhs?: unknown
  procedure?: unknown
  arguments?: unknown
}

/** An operator of an expression with what stands on its two sides, as nodes of JSONata's tree. */
export interface Operation {
  readonly operator: unknown
  readonly left: unknown
  readonly right: unknown
}

/**
 * Turns operators of an expression, wherever they stand in it, into calls of a registered function, which gets the operator as a
 * text and then the arguments.
 *
 * @param procedure the name of the function
 * @param argumentsOf the arguments of the call; undefined for an operator that stays
 */
export function replaceOperators(
  expression: jsonata.Expression,
  procedure: string,
  argumentsOf: (operation: Operation) => readonly unknown[] | undefined,
): void {
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit)
      return
    }
    if (typeof node !== 'object' || node === null || node instanceof RegExp) return
    Object.values(node).forEach(visit)
    const binary = node as Node
    if (binary.type !== 'binary') return
    const { lhs, rhs, value } = binary
    const own = argumentsOf({ operator: value, left: lhs, right: rhs })
    if (own === undefined) return
    delete binary.lhs
    delete binary.rhs
    binary.type = 'function'
    binary.value = '('
    binary.procedure = { type: 'variable', value: procedure }
    binary.arguments = [{ type: 'string', value }, ...own]
  }
  visit(expression.ast())
}
