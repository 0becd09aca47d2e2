import { ApiError } from '../context.ts'
import type { Row } from '../records.ts'
import type { FieldSchema, ObjectSchema } from '../schema.ts'
import { type Comparison, testOf } from '../soql/condition.ts'
import { parse } from '../soql/parse.ts'
import { asLink, predicateOf } from '../soql/where.ts'
import { expandField } from '../standard-objects/expand.ts'
import { eventFields, isCompound } from './event-fields.ts'

/** What a filter looks at: the record's values, and the header fields that are not arrays. */
export interface Filtered {
  readonly values: Row | Readonly<Record<string, unknown>>
  readonly header: Readonly<Record<string, unknown>>
}

/** A filter expression of a channel member, made ready for one object. */
export interface FilterExpression {
  /** Record fields that it names: events always carry them. [Change Data Capture guide: Auto-Enrichment of Filtered Fields] */
  readonly fields: readonly string[]
  passes(subject: Filtered): boolean
}

const mostCharacters = 131_072
const operators: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=', 'LIKE', 'IN', 'NOT IN'])

/** All header fields but the arrays. [Change Data Capture guide: Change Event Header Fields] */
const headerFields: readonly FieldSchema[] = [
  ...['entityName', 'changeType', 'changeOrigin', 'transactionKey'].map((name) =>
    expandField({ name, type: 'string', length: 255 }),
  ),
  ...['sequenceNumber', 'commitTimestamp', 'commitNumber'].map((name) =>
    expandField({ name, type: 'double', precision: 18, scale: 0 }),
  ),
  expandField({ name: 'commitUser', type: 'id', length: 18 }),
]

/** A filter that cannot be used, with the reason. */
export class FilterRefused extends Error {}

interface Place {
  readonly field: FieldSchema
  readonly header: boolean
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** `Industry`, `Name.LastName`, `BillingAddress.City` or `ChangeEventHeader.changeType`. */
function placeOf(written: string, object: ObjectSchema): Place {
  const [first = '', part, ...more] = written.split('.')
  if (same(first, 'ChangeEventHeader')) {
    const field = headerFields.find(({ name }) => part !== undefined && same(name, part))
    if (field && more.length === 0) return { field, header: true }
    throw new FilterRefused(`The field ${written} isn't supported in a filter expression.`)
  }
  const event = eventFields(object).find(({ name }) => same(name, first))
  const value =
    event && isCompound(event) ? event.parts.find(({ name }) => part !== undefined && same(name, part)) : event
  const whole = event !== undefined && !isCompound(event) && part !== undefined
  if (!value || isCompound(value) || whole || more.length > 0)
    throw new FilterRefused(
      `The field ${written} doesn't exist in ${object.name}, or isn't supported in a filter expression.`,
    )
  if (value.source.type === 'textarea' && value.source.length > 255)
    throw new FilterRefused(`The field ${written} is of a type that isn't supported in a filter expression.`)
  return { field: value.source, header: false }
}

function check(condition: Comparison, field: FieldSchema): void {
  if (!operators.has(condition.operator))
    throw new FilterRefused(`The operator ${condition.operator} isn't supported in a filter expression.`)
  if (field.type === 'boolean' && condition.operator !== '=' && condition.operator !== '!=')
    throw new FilterRefused(`The operator ${condition.operator} isn't supported for the checkbox field ${field.name}.`)
  const types = 'literalType' in condition ? [condition.literalType].flat() : []
  if ('valueQuery' in condition || types.some((type) => type.startsWith('DATE_')))
    throw new FilterRefused(`The value for ${field.name} must be a literal in a filter expression.`)
}

/**
 * Makes a predicate of a filter expression, a part of SOQL's WHERE clause.
 * [Change Data Capture guide: Filter Expression Format, Field Considerations]
 * @throws FilterRefused with the reason
 */
export function filterExpression(text: string, object: ObjectSchema): FilterExpression {
  if (text.length > mostCharacters)
    throw new FilterRefused(`A filter expression can't be longer than ${mostCharacters} characters.`)
  const fields = new Set<string>()
  try {
    const { query, allRows } = parse(`SELECT Id FROM ${object.name} WHERE ${text}`)
    const extra = query.groupBy ?? query.having ?? query.orderBy ?? query.limit ?? query.offset ?? query.for
    if (!query.where || extra !== undefined || allRows)
      throw new FilterRefused('A filter expression holds conditions only.')
    const passes = predicateOf<Comparison, Filtered>(asLink(query.where), (condition) => {
      if (!('field' in condition)) throw new FilterRefused('A function cannot be used in a filter expression.')
      const { field, header } = placeOf(condition.field, object)
      check(condition, field)
      if (!header) fields.add(field.name)
      // A checkbox has no third state, and comparing it with null is comparing it with false.
      if (field.type === 'boolean' && 'literalType' in condition && condition.literalType === 'NULL')
        return ({ values }) => (values[field.name] !== true) === (condition.operator === '=')
      const test = testOf(field, condition, { now: 0, place: { text } })
      return ({ values, header: of }) => {
        const value = (header ? of : values)[field.name]
        return test(field.type === 'boolean' ? value === true : value)
      }
    })
    return { fields: [...fields], passes }
  } catch (error) {
    if (error instanceof ApiError) throw new FilterRefused(error.message.replace(/^[A-Z_]+: /, '').trim())
    throw error
  }
}
