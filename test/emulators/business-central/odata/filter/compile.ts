import { Decimal } from 'decimal.js'
import type { EntitySet } from '../../entities.ts'
import { memberText } from '../../wire/enum-name.ts'
import { comparable, compareValues, type Comparable } from '../comparable.ts'
import type { Comparison, Expression, Operand } from './expression.ts'

/** Reads one property of the row at hand. */
export type ReadProperty = (name: string) => unknown
type Test = (read: ReadProperty) => boolean
type Value = (read: ReadProperty) => Comparable | null

/** Makes a test of a checked filter. Null equals nothing but null: the rows of Business Central hold no nulls. */
export function compileFilter(expression: Expression, set: EntitySet, caseSensitive: boolean): Test {
  const value = (operand: Operand, partner?: Operand): Value => {
    const loose = !caseSensitive || isCode(operand, set) || isCode(partner, set)
    const text = (given: Comparable | null) => (typeof given === 'string' && loose ? given.toUpperCase() : given)
    if (operand.kind === 'literal') {
      const constant = text(literal(operand, isEnum(partner, set)))
      return () => constant
    }
    if (operand.kind === 'property') {
      const property = set.properties[operand.name]
      if (!property) throw new Error(`${set.name} has no ${operand.name}`)
      return (read) => text(comparable(property, read(operand.name)))
    }
    const given = operand.arguments.map((argument, index) => value(argument, operand.arguments[1 - index]))
    return (read) =>
      call(
        operand.name,
        given.map((argument) => argument(read)),
      )
  }
  const compare = (operator: Comparison, left: Operand, right: Operand): Test => {
    const [a, b] = [value(left, right), value(right, left)]
    return (read) => holds(operator, a(read), b(read))
  }

  switch (expression.kind) {
    case 'and': {
      const [a, b] = [expression.left, expression.right].map((side) => compileFilter(side, set, caseSensitive))
      return (read) => a?.(read) === true && b?.(read) === true
    }
    case 'or': {
      const [a, b] = [expression.left, expression.right].map((side) => compileFilter(side, set, caseSensitive))
      return (read) => a?.(read) === true || b?.(read) === true
    }
    case 'not': {
      const inner = compileFilter(expression.of, set, caseSensitive)
      return (read) => !inner(read)
    }
    case 'compare':
      return compare(expression.operator, expression.left, expression.right)
    case 'in': {
      const tests = expression.list.map((item) => compare('eq', expression.left, item))
      return (read) => tests.some((test) => test(read))
    }
    case 'test': {
      const operand = value(expression.operand)
      return (read) => operand(read) === true
    }
  }
}

const isEnum = (operand: Operand | undefined, set: EntitySet): boolean =>
  operand?.kind === 'property' && set.properties[operand.name]?.type === 'Enum'

const isCode = (operand: Operand | undefined, set: EntitySet): boolean =>
  operand?.kind === 'property' && set.properties[operand.name]?.code === true

/** Members of an enum are taken escaped (`'In_x0020_Review'`) and plain (`'In Review'`): which one is meant is unknown. */
function literal(operand: Operand & { kind: 'literal' }, asMember: boolean): Comparable | null {
  switch (operand.type) {
    case 'null':
      return null
    case 'boolean':
      return operand.text === 'true'
    case 'number':
      return new Decimal(operand.text)
    case 'instant':
      return Date.parse(operand.text)
    case 'guid':
      return operand.text.toLowerCase()
    case 'string':
      return asMember ? memberText(operand.text) : operand.text
    case 'date':
      return operand.text
  }
}

function holds(operator: Comparison, a: Comparable | null, b: Comparable | null): boolean {
  if (a === null || b === null) return operator === 'ne' ? a !== b : a === b && !['gt', 'lt'].includes(operator)
  const order = compareValues(a, b)
  switch (operator) {
    case 'eq':
      return order === 0
    case 'ne':
      return order !== 0
    case 'gt':
      return order > 0
    case 'ge':
      return order >= 0
    case 'lt':
      return order < 0
    case 'le':
      return order <= 0
  }
}

function call(name: string, given: readonly (Comparable | null)[]): Comparable {
  const [first = '', second = '', third = ''] = given.map((value) => (value === null ? '' : String(value)))
  switch (name) {
    case 'startswith':
      return first.startsWith(second)
    case 'endswith':
      return first.endsWith(second)
    case 'contains':
      return first.includes(second)
    case 'substring':
      return given.length > 2
        ? first.slice(Number(second), Number(second) + Number(third))
        : first.slice(Number(second))
    case 'indexof':
      return first.indexOf(second)
    case 'length':
      return first.length
    case 'replace':
      return second === '' ? first : first.replaceAll(second, third)
    case 'tolower':
      return first.toLowerCase()
    case 'toupper':
      return first.toUpperCase()
    case 'trim':
      return first.trim()
    case 'concat':
      return first + second
    case 'round':
      return new Decimal(first).toDecimalPlaces(0, Decimal.ROUND_HALF_UP)
    case 'floor':
      return new Decimal(first).floor()
    case 'ceiling':
      return new Decimal(first).ceil()
    default:
      throw new Error(`function ${name} is not implemented`)
  }
}
