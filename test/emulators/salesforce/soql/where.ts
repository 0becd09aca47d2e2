import type { HavingClause, WhereClause } from '@jetstreamapp/soql-parser-js'
import { malformedQuery } from './query-error.ts'

/** A condition of either clause; what it tests is the caller's business. */
export type Leaf = object

type Token<Node> = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly leaf: Node }

interface Link<Node> {
  readonly left: (Node & { openParen?: number; closeParen?: number }) | null
  readonly operator?: string
  readonly right?: Link<Node>
}

/** The parser gives a chain of conditions with counts of parentheses; this is the chain as it was written. */
function tokens<Node extends Leaf>(link: Link<Node>): Token<Node>[] {
  const open = new Array<Token<Node>>(link.left?.openParen ?? 0).fill('(')
  const rest = link.right ? tokens(link.right) : []
  if (link.operator === 'NOT') return [...open, 'NOT', ...rest]
  const close = new Array<Token<Node>>(link.left?.closeParen ?? 0).fill(')')
  const own: Token<Node>[] = link.left ? [{ leaf: link.left }] : []
  const operator: Token<Node>[] = link.operator === 'AND' || link.operator === 'OR' ? [link.operator] : []
  return [...open, ...own, ...close, ...operator, ...rest]
}

/** A condition, or several joined by one operator. */
export type Tree<Node> =
  | { readonly is: 'leaf'; readonly leaf: Node }
  | { readonly is: 'not'; readonly part: Tree<Node> }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Tree<Node>[] }

/** A clause as a tree. AND and OR may only be mixed with parentheses, as in SOQL; parentheses around one condition are nothing. */
export function treeOf<Node extends Leaf>(clause: Link<Node>): Tree<Node> {
  const stream = tokens(clause)
  let at = 0

  function operand(): Tree<Node> {
    const token = stream[at++]
    if (token === 'NOT') return { is: 'not', part: operand() }
    if (token === '(') {
      const inner = group()
      if (stream[at++] !== ')') throw malformedQuery('unexpected token: missing )')
      return inner
    }
    if (typeof token === 'object') return { is: 'leaf', leaf: token.leaf }
    throw malformedQuery(`unexpected token: ${token ?? '<EOF>'}`)
  }

  function group(): Tree<Node> {
    const first = operand()
    const parts = [first]
    let operator: unknown
    while (stream[at] === 'AND' || stream[at] === 'OR') {
      const next = stream[at++]
      if (operator !== undefined && operator !== next)
        throw malformedQuery(`unexpected token: ${typeof next === 'string' ? next : 'condition'}`)
      operator = next
      parts.push(operand())
    }
    return operator === undefined ? first : { is: operator === 'OR' ? 'or' : 'and', parts }
  }

  const whole = group()
  if (at < stream.length) throw malformedQuery('unexpected token: )')
  return whole
}

/**
 * Makes one predicate of a clause.
 * @param test turns one condition into its predicate
 */
export function predicateOf<Node extends Leaf, Subject>(
  clause: Link<Node>,
  test: (leaf: Node) => (subject: Subject) => boolean,
): (subject: Subject) => boolean {
  type Predicate = (subject: Subject) => boolean
  function predicate(tree: Tree<Node>): Predicate {
    if (tree.is === 'leaf') return test(tree.leaf)
    if (tree.is === 'not') {
      const inner = predicate(tree.part)
      return (subject) => !inner(subject)
    }
    const parts = tree.parts.map(predicate)
    return tree.is === 'or'
      ? (subject) => parts.some((part) => part(subject))
      : (subject) => parts.every((part) => part(subject))
  }
  return predicate(treeOf(clause))
}

/** The parser's two clause types have one shape. */
export const asLink = <Node extends Leaf>(clause: WhereClause | HavingClause): Link<Node> =>
  clause as unknown as Link<Node>
