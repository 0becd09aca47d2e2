import type { Clock } from '../../../engine/clock.ts'
import type { Change, ChangeSink } from '../../../engine/ports.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client, type JsonRow } from '../client.ts'
import { entitiesOf } from '../sets.ts'
import type { CompanySet } from './watched-sets.ts'

/** After so long a set is listed though the numbers agree: one row may have gone while another came back without a stamp. */
const listedAgainAfter = 24 * 3600 * 1000

/** How a set stood at the last look. Its ids are kept apart, so that one that comes does not rewrite all. */
interface Head {
  readonly count: number
  /** The newest stamp. */
  readonly until: string
  readonly listedAt: number
}

/** What earlier bridges kept of a set: all its ids in one place. */
interface Former {
  readonly ids: readonly string[]
}

/** The parts in which ids are kept: by their first digit. */
const parts = Array.from({ length: 16 }, (_, digit) => digit.toString(16))
const partOf = (id: string): string => id.charAt(0)

interface Place extends CompanySet {
  readonly path: string
  readonly what: string
  readonly name: string
}

/** How many rows there are, and the newest stamp. [Microsoft Learn: $count] */
async function measure(client: Client, { path, what }: Place): Promise<Omit<Head, 'listedAt'>> {
  const newest = { $top: 1, $select: 'id,lastModifiedDateTime', $orderby: 'lastModifiedDateTime desc' }
  const query = `${queryString(newest)}&$count=true`
  const { body } = await client.send({ method: 'GET', path: path + query, what, lane: 'sweep' })
  const { '@odata.count': count, value } = (body ?? {}) as { '@odata.count'?: unknown; value?: readonly JsonRow[] }
  return { count: Number(textOf(count)), until: textOf(value?.[0]?.lastModifiedDateTime) }
}

async function idsSince(client: Client, { path, what }: Place, since: string | undefined): Promise<string[]> {
  const $filter = since === undefined || since === '' ? undefined : `lastModifiedDateTime gt ${since}`
  const rows = await client.rows(path + queryString({ $filter, $select: 'id' }), what, 'sweep')
  return rows.map((row) => textOf(row.id).toLowerCase())
}

async function idsIn(sink: ChangeSink, { name }: Place, part: string): Promise<string[] | undefined> {
  const kept = await sink.cursor(`${name}/${part}`)
  return kept === undefined ? undefined : (JSON.parse(kept) as string[])
}

const cursorOf = ({ name }: Place, part: string, ids: readonly string[]) => ({
  name: `${name}/${part}`,
  value: JSON.stringify(ids.toSorted()),
})

/**
 * Whether what has changed since the last look explains how many rows there are; then what is new is remembered. It needs no
 * list of all.
 */
async function isExplained(
  client: Client,
  place: Place,
  sink: ChangeSink,
  head: Head,
  count: number,
): Promise<boolean> {
  const changed = await idsSince(client, place, head.until)
  const news = new Map<string, readonly string[]>()
  let come = 0
  for (const [part, ids] of Map.groupBy(changed, partOf)) {
    const known = (await idsIn(sink, place, part)) ?? []
    const all = new Set([...known, ...ids])
    if (all.size === known.length) continue
    news.set(part, [...all])
    come += all.size - known.length
  }
  if (head.count + come !== count) return false
  for (const [part, ids] of news) await sink.accept([], cursorOf(place, part, ids))
  return true
}

/**
 * Records that are gone since the last look, of sets in which somebody now and then deletes a row and which are too long to be
 * listed each time: their rows are counted, and listed when their number is not what it should be after all that was changed
 * since. Then those that are back without a new stamp are told, too: a filter had hidden them.
 *
 * @returns the number of changes
 */
export async function pollCounted(
  client: Client,
  clock: Pick<Clock, 'now'>,
  { company, set }: CompanySet,
  sink: ChangeSink,
): Promise<number> {
  const name = `business-central/${company.id}/${set}/rows`
  const place = { company, set, name, path: inCompany(company, set), what: `look for deleted ${set}` }
  const kept = await sink.cursor(name)
  const said = kept === undefined ? undefined : (JSON.parse(kept) as Head | Former)
  const former = said !== undefined && 'ids' in said ? Map.groupBy(said.ids, partOf) : undefined
  const head = said === undefined || 'ids' in said ? undefined : said
  const now = await measure(client, place)
  const isFresh = head !== undefined && clock.now() < head.listedAt + listedAgainAfter
  if (isFresh && head.count === now.count && head.until === now.until) return 0
  if (isFresh && (await isExplained(client, place, sink, head, now.count))) {
    await sink.accept([], { name, value: JSON.stringify({ ...now, listedAt: head.listedAt } satisfies Head) })
    return 0
  }

  const here = Map.groupBy(await idsSince(client, place, undefined), partOf)
  let found = 0
  let count = 0
  for (const part of parts) {
    const ids = here.get(part) ?? []
    count += ids.length
    const before = new Set((await idsIn(sink, place, part)) ?? former?.get(part))
    const standing = new Set(ids)
    const told = (id: string, kind: Change['kind']): Change[] =>
      entitiesOf(set).map((entity) => ({ entity, company: company.id, id, kind, echo: false }))
    const gone = [...before].filter((id) => !standing.has(id))
    const come = ids.filter((id) => !before.has(id))
    if (gone.length + come.length === 0 && former === undefined) continue
    const changes = [
      ...gone.flatMap((id) => told(id, 'deleted')),
      // At the first look all are new, and are told by their stamps.
      ...(head === undefined ? [] : come.flatMap((id) => told(id, 'created'))),
    ]
    await sink.accept(changes, cursorOf(place, part, ids))
    found += changes.length
  }
  const next = { count, until: now.until, listedAt: clock.now() } satisfies Head
  await sink.accept([], { name, value: JSON.stringify(next) })
  return found
}
