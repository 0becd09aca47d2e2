import { Decimal } from 'decimal.js'
import type { Entity } from '../../engine/entity.ts'
import type { FieldValues, Reader } from '../../engine/ports.ts'
import type { Client } from './client.ts'
import { query, type Row } from './query.ts'
import { select, selectClause, toRecord, type Selection } from './selection.ts'
import { bareId, groupsOf, literal } from './soql.ts'
import { decode, fieldOf, pathOf, valueAt } from './record.ts'
import { urgencyOf } from './urgency.ts'

const mostPerSet = 10
const setsPerQuery = 100

/**
 * Looks many sets of values up with few queries: the conditions are joined by OR, and the rows are dealt out here. Salesforce
 * compares texts by rules of its own (case, width, collation); a row that fits no set by ours makes every set without
 * an answer be asked again alone, so that Salesforce has the last word.
 */
export function createFind(client: Client): Reader['find'] {
  return async (entity, _company, wanted, fields) => {
    const asked = wanted.flatMap((values) => Object.keys(values))
    const selection = select(entity, [...new Set([...fields, ...asked])])
    const rows = new Map<FieldValues, readonly Row[]>()
    const bySql = new Map<string, FieldValues[]>()
    for (const values of wanted) {
      const sql = condition(entity, values)
      bySql.set(sql, [...(bySql.get(sql) ?? []), values])
    }
    const around = encodeURIComponent(selectClause(selection)).length + 100
    for (const group of groupsOf([...bySql.keys()], { around, most: setsPerQuery })) {
      for (const [sql, found] of await findGroup(client, selection, group, bySql)) {
        for (const values of bySql.get(sql) ?? []) rows.set(values, found)
      }
    }
    return Promise.all(
      wanted.map((values) => Promise.all((rows.get(values) ?? []).map((row) => toRecord(client, selection, row)))),
    )
  }
}

async function findGroup(
  client: Client,
  selection: Selection,
  group: readonly string[],
  bySql: ReadonlyMap<string, readonly FieldValues[]>,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const { entity } = selection
  const options = { urgency: urgencyOf(entity) }
  const ask = (where: string, limit: number) =>
    query(client, `${selectClause(selection)} WHERE ${where} ORDER BY CreatedDate, Id LIMIT ${limit}`, options)
  const [only, ...others] = group
  if (only !== undefined && others.length === 0) return new Map([[only, await ask(only, mostPerSet)]])

  const limit = 2000
  const rows = await ask(group.map((sql) => `(${sql})`).join(' OR '), limit)
  const dealt = new Map<string, Row[]>(group.map((sql) => [sql, []]))
  const cutOff = rows.length === limit
  let strayed = false
  for (const row of rows) {
    const fitting = group.filter((sql) => {
      const [values] = bySql.get(sql) ?? []
      return values !== undefined && fits(entity, values, row)
    })
    strayed ||= fitting.length === 0
    for (const sql of fitting) {
      const kept = dealt.get(sql)
      if (kept && kept.length < mostPerSet) kept.push(row)
    }
  }
  for (const [sql, kept] of dealt) {
    if (cutOff || (strayed && kept.length === 0)) dealt.set(sql, [...(await ask(sql, mostPerSet))])
  }
  return dealt
}

function condition(entity: Entity, values: FieldValues): string {
  const parts = Object.entries(values).map(
    ([name, value]) => `${pathOf(entity, name)} = ${literal(value, fieldOf(entity, name).kind)}`,
  )
  return parts.join(' AND ')
}

function fits(entity: Entity, values: FieldValues, row: Row): boolean {
  return Object.entries(values).every(([name, wanted]) => {
    const field = fieldOf(entity, name)
    return comparable(decode(valueAt(row, pathOf(entity, name)), field), field.kind) === comparable(wanted, field.kind)
  })
}

/** SOQL's `=` on text takes no notice of case. [SOQL and SOSL Reference: Comparison Operators] */
function comparable(value: unknown, kind: string): string {
  if (value === null || value === undefined) return ''
  const text = Decimal.isDecimal(value) ? value.toFixed() : `${value as string | boolean}`
  return kind === 'id' || kind === 'reference' ? bareId(text) : text.toLowerCase()
}
