import type { Entity } from '../../engine/entity.ts'
import type { SourceRecord } from '../../engine/records.ts'
import { childrenOf, type Children } from './children.ts'
import type { Client } from './client.ts'
import { mirrorsBelow, mirrorsOf, mirrorsQuery } from './mirrors-below.ts'
import { rowsOf, type Row } from './query.ts'
import { decodeFields, instant, pathOf } from './record.ts'
import { urgencyOf } from './urgency.ts'

/** What is read of an entity: its own fields, and the fields of its lines. */
export interface Selection {
  readonly entity: Entity
  readonly own: readonly string[]
  readonly lines: readonly (Children & { readonly names: readonly string[] })[]
  /** Whether it is also read what the bridge has written below the record. */
  readonly mirrors?: boolean
}

/** Sorts requested fields; `OrderItems.Quantity` means a field of the lines, `OrderItems` all of them. */
export function select(entity: Entity, fields: readonly string[]): Selection {
  const children = childrenOf(entity)
  const own = new Set<string>()
  const lines = new Map<string, Set<string>>()
  for (const field of fields) {
    const [first = field, ...rest] = field.split('.')
    const child = children.find((each) => each.field === first)
    if (child === undefined) {
      own.add(field)
      continue
    }
    const names = lines.get(first) ?? new Set<string>()
    lines.set(first, names)
    if (rest.length > 0) names.add(rest.join('.'))
    else for (const name of Object.keys(child.entity.fields)) names.add(name)
  }
  return {
    entity,
    own: [...own],
    lines: children.flatMap((child) => {
      const names = lines.get(child.field)
      return names === undefined ? [] : [{ ...child, names: [...names] }]
    }),
  }
}

/** `SELECT … FROM Order`, with a sub-query for each kind of lines. Lines come in a stable order: as they were made. */
export function selectClause({ entity, own, lines, mirrors = false }: Selection): string {
  const columns = new Set(['Id', 'SystemModstamp', ...own.map((name) => pathOf(entity, name))])
  const subqueries = lines.map(({ entity: line, relationship, names }) => {
    const lineColumns = new Set(['Id', 'SystemModstamp', ...names.map((name) => pathOf(line, name))])
    return `(SELECT ${[...lineColumns].join(', ')} FROM ${relationship} ORDER BY CreatedDate, Id)`
  })
  const below = mirrors ? mirrorsOf(entity) : undefined
  if (below) subqueries.push(mirrorsQuery(below))
  return `SELECT ${[...columns, ...subqueries].join(', ')} FROM ${entity.name}`
}

/** A row as a record. Its version is the newest stamp of it and its lines. */
export async function toRecord(client: Client, selection: Selection, row: Row): Promise<SourceRecord> {
  const fields = decodeFields(selection.entity, selection.own, row)
  const stamps = [stampOf(row)]
  for (const { field, entity, relationship, names } of selection.lines) {
    const lines = await rowsOf(client, row[relationship], urgencyOf(entity))
    stamps.push(...lines.map(stampOf))
    fields[field] = lines.map((line) => decodeFields(entity, names, line))
  }
  const mirrors = selection.mirrors === true ? mirrorsOf(selection.entity) : undefined
  const below = mirrors && (await mirrorsBelow(client, mirrors, row))
  return { id: String(row.Id), version: stamps.sort().at(-1), fields, ...(below && { below }) }
}

function stampOf(row: Row): string {
  return typeof row.SystemModstamp === 'string' ? instant(row.SystemModstamp) : ''
}
