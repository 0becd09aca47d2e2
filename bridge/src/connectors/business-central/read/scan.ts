import type { Clock } from '../../../engine/clock.ts'
import type { Entity } from '../../../engine/entity.ts'
import type { FieldValues } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { setOf } from '../sets.ts'
import { fromWire, sameValue } from '../wire.ts'
import { rowsById } from './rows.ts'
import { mostFound } from './search.ts'

/** Stamps are rounded by the database, and rows of long transactions appear late: every look begins this much earlier. */
const overlap = 5 * 60_000

/** Milliseconds after which everything is read again, whatever the stamps say. */
const readAgainAfter = 3_600_000

/** Matches that are read afresh at most: some of them may be gone, or be no match any more. */
const mostRead = 10 * mostFound

const isOlder = (row: JsonRow, than: JsonRow | undefined): boolean =>
  than !== undefined && new Date(textOf(row.lastModifiedDateTime)) < new Date(textOf(than.lastModifiedDateTime))

/** What is known of the rows of one set of one company. */
interface Memory {
  readonly rows: Map<string, JsonRow>
  /** The newest stamp seen, and when everything was read last. */
  until: string | undefined
  readAt: number
  /** One look at a time. */
  looking: Promise<unknown>
}

/** For each set of values, the rows that carry all of them. */
export type Scan = (
  entity: Entity,
  company: Pick<CompanyRef, 'id'>,
  wanted: readonly FieldValues[],
  $select: string,
) => Promise<readonly (readonly JsonRow[])[]>

const isSame = (entity: Entity, row: JsonRow, values: FieldValues) =>
  Object.entries(values).every(([name, value]) => {
    const field = entity.fields[name]
    return field !== undefined && sameValue(name, fromWire(field, row[name]), value)
  })

/**
 * A search over properties that the server works out itself, of which nothing says that they can be filtered: a filter that
 * silently finds nothing would make duplicates. Every row is read once and kept; later looks ask only for what has changed
 * since, and once an hour for everything. What is found is read afresh, so that nothing gone or changed is ever a match.
 */
export function createScan({ client, clock }: { client: Client; clock: Pick<Clock, 'now'> }): Scan {
  const memories = new Map<string, Memory>()

  const look = async (memory: Memory, path: string, names: readonly string[], what: string) => {
    const whole = memory.until === undefined || clock.now() - memory.readAt > readAgainAfter
    const from = whole ? undefined : new Date(new Date(memory.until ?? 0).getTime() - overlap).toISOString()
    const $filter = from && `lastModifiedDateTime ge ${from}`
    const $select = [...new Set(['id', 'lastModifiedDateTime', ...names])].join(',')
    const found = new Map<string, JsonRow>()
    for await (const row of client.list(path + queryString({ $filter, $select }), what, 'read')) {
      found.set(textOf(row.id).toLowerCase(), row)
    }
    if (whole) {
      memory.rows.clear()
      memory.readAt = clock.now()
    }
    for (const [id, row] of found) {
      memory.rows.set(id, row)
      const at = textOf(row.lastModifiedDateTime)
      if (memory.until === undefined || new Date(at) > new Date(memory.until)) memory.until = at
    }
    return new Set(found.keys())
  }

  return async (entity, company, wanted, $select) => {
    const names = [...new Set([...$select.split(','), ...wanted.flatMap((values) => Object.keys(values))])].sort()
    const path = inCompany(company, setOf(entity))
    const key = `${path}|${names.join(',')}`
    const fresh = (): Memory => ({ rows: new Map(), until: undefined, readAt: 0, looking: Promise.resolve() })
    const memory = memories.get(key) ?? fresh()
    memories.set(key, memory)
    const mine = memory.looking
      .catch(() => undefined)
      .then(() => look(memory, path, names, `look through the ${entity.label}s`))
    memory.looking = mine
    const seenNow = await mine

    const matches = wanted.map((values) => {
      const all = [...memory.rows].filter(([, row]) => isSame(entity, row, values))
      return all.slice(0, mostRead).map(([id]) => id)
    })
    const ids = [...new Set(matches.flat())].filter((id) => !seenNow.has(id))
    const again = await rowsById(client, entity, company, ids, {
      $select: [...new Set(['id', 'lastModifiedDateTime', ...names])].join(','),
      $expand: undefined,
    })
    const present = new Map(again.map((row) => [textOf(row.id).toLowerCase(), row]))
    for (const id of ids) {
      const row = present.get(id)
      if (!row) memory.rows.delete(id)
      // Another look may have found a newer one meanwhile.
      else if (!isOlder(row, memory.rows.get(id))) memory.rows.set(id, row)
    }
    for (const id of seenNow) {
      const row = memory.rows.get(id)
      if (row) present.set(id, row)
    }
    return matches.map((some, index) => {
      const rows = some.flatMap((id) => {
        const row = present.get(id)
        return row && isSame(entity, row, wanted[index] ?? {}) ? [row] : []
      })
      return rows.slice(0, mostFound)
    })
  }
}
