import { badRequest, QuerySyntaxError, notSupported, type ServiceError } from '../../errors.ts'
import {
  comparisons,
  functions,
  type Comparison,
  type Expression,
  type FunctionName,
  type Operand,
} from './expression.ts'
import { tokenize, type Token } from './tokens.ts'

// Libraries were looked at (@odata/parser, @balena/odata-parser, odata-filter-to-ast, odata-filter-parser): each fails
// on bare guids and dates, on `in (…)` or on doubled quotes. The grammar that Business Central takes is small.

/** Deeper nesting is refused, so that no filter can exhaust the stack. */
const deepest = 100

/**
 * Parses a `$filter`.
 *
 * @throws ServiceError 400 `BadRequest` with the position of the error; also for lambda expressions, which Business
 * Central has not; 501 for paths
 */
export function parseFilter(text: string): Expression {
  const tokens = tokenize(text)
  let at = 0
  let depth = 0

  const fail = (): ServiceError => {
    const token = tokens[at]
    return token
      ? new QuerySyntaxError(`Syntax error at position ${token.at} in '${text}'.`)
      : new QuerySyntaxError(`The filter '${text}' ends too early.`)
  }
  const is = (kind: Token['kind'], word?: string): boolean => {
    const token = tokens[at]
    return token?.kind === kind && (word === undefined || token.text === word)
  }
  const skip = (kind: Token['kind'], word?: string): boolean => {
    const found = is(kind, word)
    if (found) at++
    return found
  }
  const expect = (kind: Token['kind']): void => {
    if (!skip(kind)) throw fail()
  }
  const nested = <T>(parse: () => T): T => {
    if (++depth > deepest) throw badRequest(`The filter is nested too deeply.`)
    const result = parse()
    depth--
    return result
  }

  const or = (): Expression => {
    let left = and()
    while (skip('name', 'or')) left = { kind: 'or', left, right: and() }
    return left
  }
  const and = (): Expression => {
    let left = unary()
    while (skip('name', 'and')) left = { kind: 'and', left, right: unary() }
    return left
  }
  const unary = (): Expression => {
    if (skip('name', 'not')) return nested(() => ({ kind: 'not', of: unary() }))
    if (!skip('(')) return comparison()
    const inner = nested(or)
    expect(')')
    return inner
  }
  const comparison = (): Expression => {
    const left = operand()
    const word = tokens[at]
    if (word?.kind === 'name' && comparisons.includes(word.text as Comparison)) {
      at++
      return { kind: 'compare', operator: word.text as Comparison, left, right: operand() }
    }
    if (skip('name', 'in')) return { kind: 'in', left, list: list() }
    return { kind: 'test', operand: left }
  }
  const list = (): Operand[] => {
    expect('(')
    const items = [operand()]
    while (skip(',')) items.push(operand())
    expect(')')
    return items
  }
  const operand = (): Operand => {
    const token = tokens[at]
    if (!token) throw fail()
    at++
    switch (token.kind) {
      case 'string':
      case 'guid':
      case 'date':
      case 'instant':
      case 'number':
        return { kind: 'literal', type: token.kind, text: token.text }
      case 'name':
        return named(token.text)
      default:
        at--
        throw fail()
    }
  }
  const named = (name: string): Operand => {
    if (name === 'true' || name === 'false') return { kind: 'literal', type: 'boolean', text: name }
    if (name === 'null') return { kind: 'literal', type: 'null', text: name }
    if (is('/') && ['any', 'all'].includes(tokens[at + 1]?.text ?? ''))
      throw badRequest('Lambda expressions on collections are not supported.')
    if (is('/')) throw notSupported(`a path in $filter (${text})`)
    if (!is('(')) return { kind: 'property', name }
    if (!Object.hasOwn(functions, name)) throw badRequest(`An unknown function with name '${name}' was found.`)
    const operands = nested(list)
    const counts: readonly number[] = functions[name as FunctionName]
    if (!counts.includes(operands.length))
      throw badRequest(`The function '${name}' does not take ${operands.length} arguments.`)
    return { kind: 'call', name: name as FunctionName, arguments: operands }
  }

  const result = or()
  if (at < tokens.length) throw fail()
  return result
}
