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

/** Every operation of an expression, those inside first. */
function eachBinary(node: unknown, change: (binary: Node) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) eachBinary(each, change)
    return
  }
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return
  for (const each of Object.values(node)) eachBinary(each, change)
  const binary = node as Node
  if (binary.type === 'binary') change(binary)
}

const callOf = (procedure: string, args: readonly unknown[]): Node => ({
  type: 'function',
  value: '(',
  procedure: { type: 'variable', value: procedure },
  arguments: args,
})

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
  eachBinary(expression.ast(), (binary) => {
    const { lhs, rhs, value } = binary
    const own = argumentsOf({ operator: value, left: lhs, right: rhs })
    if (own === undefined) return
    delete binary.lhs
    delete binary.rhs
    Object.assign(binary, callOf(procedure, [{ type: 'string', value }, ...own]))
  })
}

/** Turns both operands of an operator, wherever it stands, into calls of a registered function, which gets the operand. */
export function replaceOperands(expression: jsonata.Expression, procedure: string, operator: string): void {
  eachBinary(expression.ast(), (binary) => {
    if (binary.value !== operator) return
    binary.lhs = callOf(procedure, [binary.lhs])
    binary.rhs = callOf(procedure, [binary.rhs])
  })
}
