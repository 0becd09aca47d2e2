import type { Condition, ConditionWithValueQuery } from '@jetstreamapp/soql-parser-js'
import { Decimal } from 'decimal.js'
import { to18 } from '../ids.ts'
import type { FieldSchema } from '../schema.ts'
import { comparable, isDecimal, isInstant, order } from './compare.ts'
import { dateLiteral } from './date-literals.ts'
import { invalidField, invalidOperator, malformedAt, malformedQuery, type Place } from './query-error.ts'

/** A test of one stored value. */
export type Test = (value: unknown) => boolean
export type Comparison = Exclude<Condition, { openParen: number; field?: never }> & ConditionWithValueQuery

interface Written {
  readonly text: string
  readonly literalType: string
}

const wrongType = (place: Place, field: FieldSchema, wanted: string): Error =>
  invalidField(
    place,
    field.name,
    `value of filter criterion for field '${field.name}' must be of type ${wanted} and should not be enclosed in quotes`,
  )

/** The text between quotes, with SOQL's escapes undone (`_` and `%` stay escaped for LIKE). */
function unquote(text: string, keepWildcards = false): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  return text
    .slice(1, -1)
    .replace(/\\(.)/gs, (all, char: string) => (keepWildcards && /[_%\\]/.test(char) ? all : (escapes[char] ?? char)))
}

/** A day that the calendar has; `Date.parse` lets 30 February be 2 March. */
const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** A literal in the comparable form of the field, or the error that says what it should have been. */
function literal(field: FieldSchema, { text, literalType }: Written, place: Place): unknown {
  if (literalType === 'NULL') return undefined
  const quoted = literalType === 'STRING'
  if (isDecimal(field)) {
    if (!/^(INTEGER|DECIMAL)/.test(literalType)) throw wrongType(place, field, field.type)
    return new Decimal(text.replace(/^[A-Za-z]{3}/, ''))
  }
  if (field.type === 'boolean') {
    if (literalType !== 'BOOLEAN') throw wrongType(place, field, 'boolean')
    return text.toLowerCase() === 'true'
  }
  if (isInstant(field)) {
    const wanted = field.type === 'date' ? 'DATE' : 'DATETIME'
    if (literalType !== wanted) throw wrongType(place, field, field.type === 'date' ? 'date' : 'dateTime')
    if (!isDay(text.slice(0, 10)) || Number.isNaN(Date.parse(text)))
      throw malformedAt(place, text, `invalid date: ${text}`)
    return field.type === 'date' ? text : Date.parse(text)
  }
  if (!quoted)
    throw invalidField(
      place,
      field.name,
      `value of filter criterion for field '${field.name}' must be of type string and should be enclosed in quotes`,
    )
  const plain = unquote(text)
  if (field.type === 'id' || field.type === 'reference') {
    const id = to18(plain)
    if (plain !== '' && id === undefined) throw invalidOperator(place, field.name, `invalid ID field: ${plain}`)
    return id
  }
  return plain === '' ? undefined : comparable(field, plain)
}

function like(pattern: string): Test {
  const source = unquote(pattern, true).replace(/\\[_%\\]|[%_]|[.*+?^${}()|[\]\\]/g, (part) => {
    if (part === '%') return '[\\s\\S]*'
    if (part === '_') return '[\\s\\S]'
    return part.length === 2 ? `\\${part.charAt(1)}` : `\\${part}`
  })
  const regex = new RegExp(`^${source}$`, 'i')
  return (value) => typeof value === 'string' && regex.test(value)
}

function range(field: FieldSchema, operator: string, text: string, now: number, place: Place): Test {
  const span = dateLiteral(text, now)
  if (!span || !isInstant(field))
    throw invalidField(
      place,
      field.name,
      `value of filter criterion for field '${field.name}' must be of type string and should be enclosed in quotes`,
    )
  const at = (value: unknown): number =>
    Date.parse(field.type === 'date' ? `${String(value)}T00:00:00Z` : String(value))
  const tests: Readonly<Record<string, Test>> = {
    '=': (value) => at(value) >= span.from && at(value) < span.to,
    '!=': (value) => !(at(value) >= span.from && at(value) < span.to),
    '<': (value) => at(value) < span.from,
    '<=': (value) => at(value) < span.to,
    '>': (value) => at(value) >= span.to,
    '>=': (value) => at(value) >= span.from,
  }
  const test = tests[operator]
  if (!test) throw malformedQuery(`operator ${operator} cannot be used with a date literal`)
  return (value) => (value === null || value === undefined ? operator === '!=' : test(value))
}

function relation(field: FieldSchema, operator: string, wanted: unknown): Test | undefined {
  const compare =
    (holds: (sign: number) => boolean): Test =>
    (value) => {
      const mine = comparable(field, value)
      return mine !== undefined && wanted !== undefined && holds(order(mine, wanted))
    }
  const equal: Test = (value) => {
    const mine = comparable(field, value)
    return mine === undefined || wanted === undefined ? mine === wanted : order(mine, wanted) === 0
  }
  const tests: Readonly<Record<string, Test>> = {
    '=': equal,
    '!=': (value) => !equal(value),
    '<': compare((sign) => sign < 0),
    '<=': compare((sign) => sign <= 0),
    '>': compare((sign) => sign > 0),
    '>=': compare((sign) => sign >= 0),
  }
  return tests[operator]
}

/** `INCLUDES ('a;b', 'c')`: (a and b) or c. */
function includes(groups: readonly string[]): Test {
  const wanted = groups.map((group) => unquote(group).split(';'))
  return (value) => {
    const chosen = typeof value === 'string' ? value.split(';') : []
    return wanted.some((all) => all.every((one) => chosen.includes(one)))
  }
}

const ordering: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', 'LIKE'])

/** Choices are asked for what they include, a checkbox for what it is. [SOQL: Comparison Operators, Querying Multi-Select Picklists] */
function refuseOperator(field: FieldSchema, operator: string, place: Place): void {
  const ofChoices = operator === 'INCLUDES' || operator === 'EXCLUDES'
  if (ofChoices ? field.type !== 'multipicklist' : field.type === 'boolean' && ordering.has(operator))
    throw invalidOperator(place, field.name, `invalid operator on ${field.type} field`)
}

/**
 * The test that a condition makes of its field's value.
 * @param ids what a sub-query in `IN (SELECT …)` found
 */
export function testOf(
  field: FieldSchema,
  condition: Comparison,
  options: { now: number; place: Place; ids?: ReadonlySet<unknown> },
): Test {
  const { now, place, ids } = options
  refuseOperator(field, condition.operator, place)
  if (ids) return condition.operator === 'IN' ? (value) => ids.has(value) : (value) => !ids.has(value)
  const raw: string | string[] = 'value' in condition ? condition.value : ''
  const types: string | string[] = ('literalType' in condition ? condition.literalType : undefined) ?? 'STRING'
  const typeAt = (index: number): string => (Array.isArray(types) ? (types[index] ?? 'STRING') : types)
  if (Array.isArray(raw)) {
    if (condition.operator === 'INCLUDES') return includes(raw)
    if (condition.operator === 'EXCLUDES') return (value) => !includes(raw)(value)
    const key = (value: unknown): unknown => (value instanceof Decimal ? value.toString() : value)
    const wanted = new Set(raw.map((text, index) => key(literal(field, { text, literalType: typeAt(index) }, place))))
    const any: Test = (value) => wanted.has(key(comparable(field, value)))
    return condition.operator === 'NOT IN' ? (value) => !any(value) : any
  }
  const literalType = typeAt(0)
  if (literalType === 'DATE_LITERAL' || literalType === 'DATE_N_LITERAL')
    return range(field, condition.operator, raw, now, place)
  if (literalType === 'APEX_BIND_VARIABLE') throw malformedQuery('Bind variables only allowed in Apex code')
  if (condition.operator === 'LIKE') {
    if (
      literalType !== 'STRING' ||
      isDecimal(field) ||
      isInstant(field) ||
      field.type === 'reference' ||
      field.type === 'id'
    )
      throw invalidOperator(place, field.name, `invalid operator on ${field.type} field`)
    return like(raw)
  }
  const test = relation(field, condition.operator, literal(field, { text: raw, literalType }, place))
  if (!test) throw malformedQuery(`unexpected token: ${condition.operator}`)
  return test
}
