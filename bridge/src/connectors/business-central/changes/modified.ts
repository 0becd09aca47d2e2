import { queryString } from '../../../protocols/odata.ts'
import type { Change, ChangeSink, Cursor } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { inCompany, textOf, type Client } from '../client.ts'
import { salesOrder } from '../entities.ts'
import { etagOf } from '../read/rows.ts'
import { entitiesOf } from '../sets.ts'

/** Stamps are rounded by the database and rows of long transactions appear late: every look begins a little earlier. */
const overlapMilliseconds = 10_000

/** How far one set of one company has been read: the newest stamp, and what was seen close to it. */
interface Progress {
  readonly until: string
  /** Version by id of the rows inside the overlap: a row is told again only in a new version. */
  readonly seen: Readonly<Record<string, string>>
}

const zeroGuid = '00000000-0000-0000-0000-000000000000'

/** Rows of a set that changed since the last look. The first look finds all there are. */
export async function pollModified(
  client: Client,
  company: CompanyRef,
  set: string,
  sink: ChangeSink,
): Promise<number> {
  const name = `business-central/${company.id}/${set}`
  const kept = await sink.cursor(name)
  const before = kept === undefined ? undefined : (JSON.parse(kept) as Progress)
  const since = before && new Date(new Date(before.until).getTime() - overlapMilliseconds).toISOString()
  const query = queryString({
    $filter: since && `lastModifiedDateTime ge ${since}`,
    $select: `id,lastModifiedDateTime${set === 'salesInvoices' ? ',orderId' : ''}`,
    $orderby: 'lastModifiedDateTime',
  })

  const changes: Change[] = []
  const rows: { id: string; at: string; version: string }[] = []
  for await (const row of client.list(inCompany(company, set) + query, `look for changed ${set}`)) {
    const id = String(row.id).toLowerCase()
    const at = String(row.lastModifiedDateTime)
    const version = etagOf(row) ?? at
    rows.push({ id, at, version })
    if (before?.seen[id] === version) continue
    for (const entity of entitiesOf(set)) {
      changes.push({ entity, company: company.id, id, kind: 'updated', at, echo: false })
    }
    // An invoice from an order is the only trace of an order that posting has deleted.
    const orderId = textOf(row.orderId ?? zeroGuid).toLowerCase()
    if (orderId !== zeroGuid)
      changes.push({ entity: salesOrder, company: company.id, id: orderId, kind: 'updated', at, echo: false })
  }
  if (changes.length === 0) return 0

  const until = rows.reduce(
    (newest, { at }) => (new Date(at) > new Date(newest) ? at : newest),
    before?.until ?? rows[0]?.at ?? '',
  )
  const edge = new Date(until).getTime() - overlapMilliseconds
  const seen = Object.fromEntries(
    rows.filter(({ at }) => new Date(at).getTime() >= edge).map(({ id, version }) => [id, version]),
  )
  const cursor: Cursor = { name, value: JSON.stringify({ until, seen } satisfies Progress) }
  await sink.accept(changes, cursor)
  return changes.length
}
