import type { Entity, SourceRecord } from '../../../engine/records.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { anyOf, queryString } from '../../../protocols/odata.ts'
import { inCompany, type Client, type JsonRow } from '../client.ts'
import { setOf } from '../sets.ts'
import { recordFrom } from '../wire.ts'

/** Ids per call: some 40 characters each. */
const perCall = 40

/** `$select` and `$expand` for these fields; `lines.field` asks for a line's field. The key is asked for by name. */
export function selection(entity: Entity, fields: readonly string[], extra: readonly string[] = []) {
  const own = new Set([
    entity.key,
    ...fields.filter((field) => !field.includes('.') && entity.fields[field]?.kind !== 'lines'),
  ])
  const collections = Object.entries(entity.fields).flatMap(([name, field]) => {
    const wanted = fields.filter((each) => each === name || each.startsWith(`${name}.`))
    if (wanted.length === 0 || !field.lines) return []
    const chosen = new Set([field.lines.key, ...wanted.flatMap((each) => each.split('.').slice(1))])
    return [`${name}($select=${[...chosen].join(',')})`]
  })
  const expands = [...collections, ...extra]
  return { $select: [...own].join(','), $expand: expands.length === 0 ? undefined : expands.join(',') }
}

export const etagOf = (row: JsonRow): string | undefined =>
  typeof row['@odata.etag'] === 'string' ? row['@odata.etag'] : undefined

export function toRecord(entity: Entity, row: JsonRow): SourceRecord {
  return { id: String(row[entity.key]).toLowerCase(), version: etagOf(row), fields: recordFrom(entity, row) }
}

/** The rows of a set by id; those that are gone are simply not among them. */
export async function rowsById(
  client: Client,
  entity: Entity,
  company: Pick<CompanyRef, 'id'>,
  ids: readonly string[],
  query: { $select: string; $expand: string | undefined },
): Promise<readonly JsonRow[]> {
  const path = inCompany(company, setOf(entity))
  const found: JsonRow[] = []
  for (let from = 0; from < ids.length; from += perCall) {
    const $filter = anyOf('id', ids.slice(from, from + perCall))
    found.push(...(await client.rows(path + queryString({ ...query, $filter }), `read ${entity.label}s`)))
  }
  return found
}
