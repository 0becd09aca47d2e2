import { Decimal } from 'decimal.js'
import type { EntitySet, Property } from '../entities.ts'
import type { Json } from '../testing/client.ts'

/** A condition as data; how it is written in OData is `written`'s business, what it means is `holds`'. */
export type Condition =
  | { readonly is: 'compare'; readonly name: string; readonly operator: Operator; readonly value: Value }
  | { readonly is: 'text'; readonly name: string; readonly test: TextTest; readonly value: string }
  | { readonly is: 'and'; readonly all: readonly Condition[] }
  | { readonly is: 'or'; readonly any: readonly Condition[] }
export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type TextTest = 'contains' | 'startswith' | 'endswith'
export type Value = string | number | boolean

/** A whole query as data. */
export interface Query {
  readonly filter?: Condition
  readonly orderBy: readonly { readonly name: string; readonly down: boolean }[]
  readonly top?: number
  readonly skip?: number
  readonly select?: readonly string[]
  readonly count: boolean
}

/** Value of an enum member by its place among the members' names. */
const place = (property: Property, a: Value): Value => (property.type === 'Enum' ? decoded(String(a)) : a)
const decoded = (member: string): string =>
  member.split('_x0020_').join(' ').split('_x002D_').join('-').split('_x002E_').join('.')

function order(property: Property, a: Value, b: Value): number {
  if (property.type === 'Decimal' || property.type === 'Int32') return new Decimal(Number(a)).cmp(Number(b))
  if (property.type === 'DateTimeOffset')
    return Math.sign(new Date(String(a)).getTime() - new Date(String(b)).getTime())
  const [x, y] = [place(property, a), place(property, b)].map((value) =>
    property.code === true ? String(value).toUpperCase() : typeof value === 'boolean' ? Number(value) : value,
  )
  if (x === undefined || y === undefined || x === y) return 0
  return x < y ? -1 : 1
}

const of = (set: EntitySet, name: string): Property => {
  const property = set.properties[name]
  if (!property) throw new Error(`${set.name} has no ${name}`)
  return property
}

/** Does the row, as the service shows it, meet the condition? */
export function holds(set: EntitySet, row: Json, condition: Condition): boolean {
  switch (condition.is) {
    case 'and':
      return condition.all.every((each) => holds(set, row, each))
    case 'or':
      return condition.any.some((each) => holds(set, row, each))
    case 'text': {
      const loose = of(set, condition.name).code === true
      const [text, part] = [String(row[condition.name]), condition.value].map((each) =>
        loose ? each.toUpperCase() : each,
      )
      if (text === undefined || part === undefined) return false
      if (condition.test === 'contains') return text.indexOf(part) >= 0
      if (condition.test === 'startswith') return text.slice(0, part.length) === part
      return part === '' || text.slice(-part.length) === part
    }
    case 'compare': {
      const sign = order(of(set, condition.name), row[condition.name] as Value, condition.value)
      return { eq: sign === 0, ne: sign !== 0, gt: sign > 0, ge: sign >= 0, lt: sign < 0, le: sign <= 0 }[
        condition.operator
      ]
    }
  }
}

/** What the service must answer, worked out from everything it showed. */
export function answerOf(set: EntitySet, shown: readonly Json[], query: Query): { rows: Json[]; total: number } {
  const { filter } = query
  const kept = filter ? shown.filter((row) => holds(set, row, filter)) : [...shown]
  // One insertion at a time, behind everything that is not greater: stable, and nobody's sort but ours.
  const sorted: Json[] = []
  for (const row of kept) {
    let at = sorted.length
    while (at > 0 && before(set, query, row, sorted[at - 1])) at--
    sorted.splice(at, 0, row)
  }
  const from = query.skip ?? 0
  const page = sorted.slice(from, query.top === undefined ? undefined : from + query.top)
  const { select } = query
  const rows = page.map((row) => only(row, (name) => (select ? select.includes(name) : true)))
  return { rows, total: kept.length }
}

/** The row without its tag, and with the chosen properties only. */
export const only = (row: Json, chosen: (name: string) => boolean): Json =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== '@odata.etag' && chosen(name)))

function before(set: EntitySet, { orderBy }: Query, row: Json, other: Json | undefined): boolean {
  if (!other) return false
  for (const { name, down } of orderBy) {
    const sign = order(of(set, name), row[name] as Value, other[name] as Value)
    if (sign !== 0) return down ? sign > 0 : sign < 0
  }
  return false
}

/** The condition in OData. */
export function written(set: EntitySet, condition: Condition): string {
  switch (condition.is) {
    case 'and':
      return condition.all.map((each) => `(${written(set, each)})`).join(' and ')
    case 'or':
      return condition.any.map((each) => written(set, each)).join(' or ')
    case 'text':
      return `${condition.test}(${condition.name},${literal('String', condition.value)})`
    case 'compare':
      return `${condition.name} ${condition.operator} ${literal(of(set, condition.name).type, condition.value)}`
  }
}

const literal = (type: Property['type'], value: Value): string =>
  type === 'String' || type === 'Enum' ? `'${String(value).split("'").join("''")}'` : String(value)
