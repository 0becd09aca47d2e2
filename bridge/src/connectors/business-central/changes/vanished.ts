import type { Clock } from '../../../engine/clock.ts'
import type { ChangeSink } from '../../../engine/ports.ts'
import { anyOf, queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client } from '../client.ts'
import { inChunks } from '../read/rows.ts'
import { entitiesOf } from '../sets.ts'
import { pollCounted } from './counted-rows.ts'
import type { CompanySet } from './watched-sets.ts'

/**
 * The sets whose rows people delete every day, and which of their rows can be: a posted document stays. `null`: all rows, an
 * order that is there is not posted.
 */
const deletable: Readonly<Record<string, string | null>> = {
  salesQuotes: null,
  salesOrders: null,
  salesInvoices: "status eq 'Draft'",
  salesCreditMemos: "status eq 'Draft'",
}

/** Sets in which somebody now and then deletes a row, and which are too long to be listed at every look. */
const counted = new Set(['customers', 'contacts', 'vendors', 'items'])

/** What is kept of a set between two looks. */
interface Kept {
  readonly ids: readonly string[]
}

const unposted = new Set(['Draft', 'In_x0020_Review'])

/**
 * Records that are gone since the last look. A deletion leaves no stamp behind: when its notification is lost, that the
 * record is missing is the only trace. One call per set, and one more when something has left the list.
 *
 * @returns the number of changes
 */
export async function pollVanished(
  client: Client,
  clock: Pick<Clock, 'now'>,
  { company, set }: CompanySet,
  sink: ChangeSink,
): Promise<number> {
  if (counted.has(set)) return pollCounted(client, clock, { company, set }, sink)
  const $filter = deletable[set]
  if ($filter === undefined) return 0
  const name = `business-central/${company.id}/${set}/rows`
  const kept = await sink.cursor(name)
  const before: Kept = kept === undefined ? { ids: [] } : (JSON.parse(kept) as Kept)
  const path = inCompany(company, set)
  const what = `look for deleted ${set}`

  const listing = path + queryString({ $filter: $filter ?? undefined, $select: 'id' })
  const rows = await client.rows(listing, what, 'sweep')
  const here = new Set(rows.map((row) => textOf(row.id).toLowerCase()))
  const left = before.ids.filter((id) => !here.has(id))
  const paths = inChunks(
    $filter === null ? [] : left,
    (chunk) => path + queryString({ $filter: anyOf('id', chunk), $select: 'id,status' }),
  )
  const found = (await client.rowsOfEach(paths, what)).flat()
  const elsewhere = new Set(found.map((row) => textOf(row.id).toLowerCase()))
  // A draft that waits for an approval is one still, though the list does not have it.
  const waiting = found.filter((row) => unposted.has(textOf(row.status))).map((row) => textOf(row.id).toLowerCase())
  const gone = left.filter((id) => !elsewhere.has(id))
  const value = JSON.stringify({ ids: [...here, ...waiting].sort() } satisfies Kept)
  if (value === kept) return 0
  const changes = gone.flatMap((id) =>
    entitiesOf(set).map((entity) => ({ entity, company: company.id, id, kind: 'deleted' as const, echo: false })),
  )
  await sink.accept(changes, { name, value })
  return changes.length
}
