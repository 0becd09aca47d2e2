import { to18 } from '../ids.ts'
import type { Row } from '../records.ts'
import type { FieldSchema } from '../schema.ts'
import { comparable, order } from '../soql/compare.ts'
import { dateLiteral } from '../soql/date-literals.ts'
import type { ObjectView, ParentView } from './filter-types.ts'
import { type Request, unusable } from './request.ts'

/** The `where` argument, checked against its type already. */
export type Filter = Readonly<Record<string, unknown>>

interface Grounds {
  readonly views: ReadonlyMap<string, ObjectView>
  readonly request: Request
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/** `%` and `_` as in SOQL, without regard to case; a backslash takes the meaning away. */
function like(pattern: unknown, value: unknown): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false
  const source = pattern.replace(/\\([%_])|[%_]|[.*+?^${}()|[\]\\]/g, (found, literal: string | undefined) => {
    if (literal !== undefined) return literal
    return found === '%' ? '[\\s\\S]*' : found === '_' ? '[\\s\\S]' : `\\${found}`
  })
  return new RegExp(`^${source}$`, 'i').test(value)
}

/** A span of time: `from` is in it, `to` is not. A plain value is the span that holds only itself. */
function spanOf(
  moment: Readonly<Record<string, unknown>>,
  field: FieldSchema,
  now: number,
): { from: number; to: number } {
  const given = Object.entries(moment).filter(([, value]) => value !== null && value !== undefined)
  const [[kind, value] = [], ...more] = given
  if (kind === undefined || more.length > 0)
    throw unusable(`Give exactly one of value, literal and range for ${field.name}.`)
  if (kind === 'value') {
    const from = Date.parse(String(value))
    return { from, to: from + (field.type === 'date' ? 86_400_000 : 1) }
  }
  const [[name, count] = [], ...others] = isRecord(value) ? Object.entries(value) : [[String(value), undefined]]
  const literal = typeof count === 'number' ? `${String(name).toUpperCase()}:${count}` : name
  const span = others.length === 0 && literal !== undefined ? dateLiteral(literal, now) : undefined
  if (!span) throw unusable(`Give exactly one range for ${field.name}.`)
  return span
}

/** −1 before, 0 in, 1 after the span. */
function place(
  stored: unknown,
  moment: Readonly<Record<string, unknown>>,
  field: FieldSchema,
  now: number,
): number | undefined {
  if (stored === null || stored === undefined) return undefined
  const { from, to } = spanOf(moment, field, now)
  const instant = Date.parse(stored as string)
  return instant < from ? -1 : instant >= to ? 1 : 0
}

/** Ids may be given in 15 characters. */
function asStored(field: FieldSchema, operand: unknown): unknown {
  const id = field.type === 'id' || field.type === 'reference'
  return id && typeof operand === 'string' ? (to18(operand) ?? operand) : operand
}

/** How a stored value stands to the operand: negative, 0 or positive; undefined when one of them is null. */
function compared(row: Row, field: FieldSchema, operand: unknown, now: number): number | undefined {
  const stored = row[field.name] ?? (field.type === 'boolean' ? false : null)
  if (isRecord(operand)) return place(stored, operand, field, now)
  const [a, b] = [comparable(field, stored), comparable(field, asStored(field, operand))]
  return a === undefined || b === undefined ? undefined : order(a, b)
}

function equals(row: Row, field: FieldSchema, operand: unknown, now: number): boolean {
  if (operand === null || operand === undefined) return (row[field.name] ?? null) === null
  return compared(row, field, operand, now) === 0
}

function chosen(row: Row, field: FieldSchema): readonly string[] {
  const stored = row[field.name]
  return typeof stored === 'string' ? stored.toLowerCase().split(';') : []
}

/** `A;B` asks for both. */
function includes(row: Row, field: FieldSchema, operand: unknown): boolean {
  const have = chosen(row, field)
  return listed(operand).some((one) =>
    String(one)
      .toLowerCase()
      .split(';')
      .every((value) => have.includes(value)),
  )
}

type Test = (row: Row, field: FieldSchema, operand: unknown, now: number) => boolean

const by =
  (accept: (sign: number) => boolean): Test =>
  (row, field, operand, now) => {
    const sign = compared(row, field, operand, now)
    return sign !== undefined && accept(sign)
  }

/** [GraphQL API Developer Guide: Field Operators] Unequal holds for null too, as in SOQL. */
const tests: Readonly<Partial<Record<string, Test>>> = {
  eq: equals,
  ne: (...given) => !equals(...given),
  lt: by((sign) => sign < 0),
  lte: by((sign) => sign <= 0),
  gt: by((sign) => sign > 0),
  gte: by((sign) => sign >= 0),
  in: (row, field, operand, now) => listed(operand).some((one) => equals(row, field, one, now)),
  nin: (row, field, operand, now) => !listed(operand).some((one) => equals(row, field, one, now)),
  like: (row, field, operand) => like(operand, row[field.name]),
  includes,
  excludes: (row, field, operand) => !includes(row, field, operand),
}

/** Several operators of one field must all hold. */
function holds(row: Row, field: FieldSchema, operators: unknown, now: number): boolean {
  return (
    !isRecord(operators) ||
    Object.entries(operators).every(
      ([name, operand]) => (Object.hasOwn(tests, name) ? tests[name] : undefined)?.(row, field, operand, now) ?? false,
    )
  )
}

const parentIn = (row: Row, { lookup }: ParentView, name: string, { request }: Grounds): Row | undefined => {
  const id = row[lookup.name]
  return typeof id === 'string' ? request.records.get(name, id) : undefined
}

/** A record without a parent is like one whose parent has only empty fields. */
function parentPasses(row: Row, relation: ParentView, name: string, filter: Filter | null, grounds: Grounds): boolean {
  const view = grounds.views.get(name)
  return view !== undefined && passes(parentIn(row, relation, name, grounds) ?? { Id: '' }, filter, view, grounds)
}

/** Whether a row passes the filter; an empty filter passes all. */
export function passes(row: Row, filter: Filter | null | undefined, view: ObjectView, grounds: Grounds): boolean {
  if (!filter) return true
  return Object.entries(filter).every(([key, value]) => {
    if (key === 'and') return listed(value).every((one) => passes(row, one as Filter, view, grounds))
    if (key === 'or') return listed(value).some((one) => passes(row, one as Filter, view, grounds))
    if (key === 'not') return !passes(row, value as Filter, view, grounds)
    const field = view.fields.find(({ name }) => name === key)
    if (field) return holds(row, field, value, grounds.request.now)
    const relation = view.parents.find(({ relationship }) => relationship === key)
    if (!relation) return false
    const [only = '', ...others] = relation.parents
    if (others.length === 0) return parentPasses(row, relation, only, value as Filter, grounds)
    // Of an owner that may be a queue, one filter for each object; the owner must pass that of its own.
    return Object.entries(value as Filter).some(
      ([name, inner]) =>
        parentIn(row, relation, name, grounds) !== undefined &&
        parentPasses(row, relation, name, inner as Filter, grounds),
    )
  })
}
