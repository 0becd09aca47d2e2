import type { Entity, SourceRecord } from '../../../engine/records.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { anyOf, queryString } from '../../../protocols/odata.ts'
import { inCompany, type Client, type JsonRow } from '../client.ts'
import { setOf } from '../sets.ts'
import { recordFrom } from '../wire.ts'

/**
 * Values per `or` chain: some 55 characters each once encoded, so that the address stays below the 2,048 that web servers
 * of this kind take.
 */
const perCall = 25

/** One thing per chunk of the values, each value once. */
export function inChunks<T>(values: readonly string[], make: (chunk: readonly string[]) => T): T[] {
  const unique = [...new Set(values)].filter((value) => value !== '')
  const made: T[] = []
  for (let from = 0; from < unique.length; from += perCall) made.push(make(unique.slice(from, from + perCall)))
  return made
}

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
  const paths = inChunks(ids, (chunk) => path + queryString({ ...query, $filter: anyOf('id', chunk) }))
  return (await client.rowsOfEach(paths, `read ${entity.label}s`)).flat()
}
