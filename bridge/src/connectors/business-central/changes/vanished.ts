import type { ChangeSink } from '../../../engine/ports.ts'
import { anyOf, queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { inChunks } from '../read/rows.ts'
import { entitiesOf } from '../sets.ts'
import type { CompanySet } from './watched-sets.ts'

/**
 * The sets whose rows people delete, and which of their rows can be: a posted document stays. `null`: all rows, an order
 * that is there is not posted.
 */
const deletable: Readonly<Record<string, string | null>> = {
  salesQuotes: null,
  salesOrders: null,
  salesInvoices: "status eq 'Draft'",
  salesCreditMemos: "status eq 'Draft'",
}

/**
 * Sets in which somebody now and then deletes a row, and which are too long to be listed at every look: their rows are
 * counted, and listed when the number or the newest stamp is not the one that was kept.
 */
const counted = new Set(['customers', 'contacts', 'items'])

/** How many rows there are, and the newest stamp, as one text. [Microsoft Learn: $count] */
async function measure(client: Client, path: string, what: string): Promise<string> {
  const newest = { $top: 1, $select: 'id,lastModifiedDateTime', $orderby: 'lastModifiedDateTime desc' }
  const query = `${queryString(newest)}&$count=true`
  const { body } = await client.send({ method: 'GET', path: path + query, what, lane: 'sweep' })
  const { '@odata.count': count, value } = (body ?? {}) as { '@odata.count'?: unknown; value?: readonly JsonRow[] }
  return `${textOf(count)} until ${textOf(value?.[0]?.lastModifiedDateTime)}`
}

/** What is kept of a set between two looks: its rows and, of a counted one, how it measured before they were listed. */
interface Kept {
  readonly measure?: string
  readonly ids: readonly string[]
}

const unposted = new Set(['Draft', 'In_x0020_Review'])

/**
 * Records that are gone since the last look. A deletion leaves no stamp behind: when its notification is lost, that the
 * record is missing is the only trace. One call per set, and one more when something has left the list.
 *
 * @returns the number of changes
 */
export async function pollVanished(client: Client, { company, set }: CompanySet, sink: ChangeSink): Promise<number> {
  const isCounted = counted.has(set)
  const $filter = isCounted ? null : deletable[set]
  if ($filter === undefined) return 0
  const name = `business-central/${company.id}/${set}/rows`
  const kept = await sink.cursor(name)
  const before: Kept = kept === undefined ? { ids: [] } : (JSON.parse(kept) as Kept)
  const path = inCompany(company, set)
  const what = `look for deleted ${set}`
  const measured = isCounted ? { measure: await measure(client, path, what) } : {}
  if (isCounted && before.measure === measured.measure) return 0

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
  const value = JSON.stringify({ ...measured, ids: [...here, ...waiting].sort() } satisfies Kept)
  if (value === kept) return 0
  const changes = gone.flatMap((id) =>
    entitiesOf(set).map((entity) => ({ entity, company: company.id, id, kind: 'deleted' as const, echo: false })),
  )
  await sink.accept(changes, { name, value })
  return changes.length
}
