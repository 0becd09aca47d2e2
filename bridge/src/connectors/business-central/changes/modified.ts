import { queryString } from '../../../protocols/odata.ts'
import type { Change, ChangeSink } from '../../../engine/ports.ts'
import { inCompany, textOf, type Client } from '../client.ts'
import { salesOrder } from '../entities.ts'
import { etagOf } from '../read/rows.ts'
import { entitiesOf } from '../sets.ts'
import type { CompanySet } from './watched-sets.ts'

/** Stamps are rounded by the database and rows of long transactions appear late: every look begins a little earlier. */
const overlapMilliseconds = 10_000

/** Changes that are handed on at a time. */
const perDelivery = 1000

/** How far one set of one company has been read: the newest stamp, and what was seen close to it. */
interface Progress {
  readonly until: string
  /** Version by id of the rows inside the overlap: a row is told again only in a new version. */
  readonly seen: Readonly<Record<string, string>>
}

const zeroGuid = '00000000-0000-0000-0000-000000000000'
const instant = (text: string): number => new Date(text).getTime()

/**
 * Rows of a set that changed since the last look. The first look finds all there are. The cursor moves at the end only: how
 * the server pages a sorted list is not documented, and a look that broke off merely tells some rows twice.
 *
 * @returns the number of changes
 */
export async function pollModified(client: Client, { company, set }: CompanySet, sink: ChangeSink): Promise<number> {
  const name = `business-central/${company.id}/${set}`
  const kept = await sink.cursor(name)
  const before = kept === undefined ? undefined : (JSON.parse(kept) as Progress)
  const since = before && new Date(instant(before.until) - overlapMilliseconds).toISOString()
  const query = queryString({
    $filter: since && `lastModifiedDateTime ge ${since}`,
    $select: `id,lastModifiedDateTime${set === 'salesInvoices' ? ',orderId' : ''}`,
    $orderby: 'lastModifiedDateTime',
  })

  let found = 0
  let waiting: Change[] = []
  const rows = new Map<string, { at: string; version: string }>()
  const told = new Set<string>()
  const tell = (entity: Change['entity'], id: string, at: string) => {
    const key = `${entity.name} ${id}`
    if (told.has(key)) return
    told.add(key)
    waiting.push({ entity, company: company.id, id, kind: 'updated', at, echo: false })
  }
  for await (const row of client.list(inCompany(company, set) + query, `look for changed ${set}`, 'sweep')) {
    const id = String(row.id).toLowerCase()
    const at = String(row.lastModifiedDateTime)
    const version = etagOf(row) ?? at
    rows.set(id, { at, version })
    if (before?.seen[id] === version) continue
    for (const entity of entitiesOf(set)) tell(entity, id, at)
    // An invoice from an order is the only trace of an order that posting has deleted.
    const orderId = textOf(row.orderId ?? zeroGuid).toLowerCase()
    if (orderId !== zeroGuid) tell(salesOrder, orderId, at)
    if (waiting.length >= perDelivery) {
      found += waiting.length
      await sink.accept(waiting)
      waiting = []
    }
  }
  found += waiting.length
  if (found === 0) return 0

  let until = before?.until ?? '0001-01-01T00:00:00Z'
  for (const { at } of rows.values()) if (instant(at) > instant(until)) until = at
  const edge = instant(until) - overlapMilliseconds
  const close = [...rows].filter(([, { at }]) => instant(at) >= edge)
  const seen = Object.fromEntries(close.map(([id, { version }]) => [id, version]))
  await sink.accept(waiting, { name, value: JSON.stringify({ until, seen } satisfies Progress) })
  return found
}
