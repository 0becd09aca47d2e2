import type { Entity } from '../../../engine/entity.ts'
import type { Change } from '../../../engine/ports.ts'
import { childrenOf } from '../children.ts'
import type { Clock } from '../../../engine/clock.ts'
import type { Client } from '../client.ts'
import { query, type Row } from '../query.ts'
import { instant } from '../record.ts'

/** Rows of one page. */
const pageSize = 2000

/**
 * A transaction gets its stamp when it begins and is seen when it commits: looking from exactly the last stamp would miss
 * what was committed late. So every look begins this much earlier.
 */
export const overlap = 5 * 60_000

/** A row that changed; `stamp` is its SystemModstamp, in UTC. */
export interface Found {
  readonly change: Change
  readonly stamp: string
}

/** What asking needs. */
export interface Asking {
  readonly client: Pick<Client, 'call'>
  readonly clock: Pick<Clock, 'now'>
}

/**
 * What has changed since an instant, asked by query: for when events were missed. Changed lines count for their document;
 * deletions are told for 15 days.
 *
 * @param since ISO instant; undefined = everything there is
 */
export async function* catchUp(
  asking: Asking,
  entity: Entity,
  since: string | undefined,
): AsyncGenerator<readonly Found[]> {
  const { client } = asking
  const from = since === undefined ? undefined : new Date(Date.parse(since) - overlap).toISOString()
  for await (const rows of pages(client, entity.name, [], from)) {
    yield rows.map((row) => ({ change: changeOf(entity, row, from), stamp: stampOf(row) }))
  }
  // Without a beginning every document has been found already, and what is gone never was here.
  if (from === undefined) return
  yield await deletions(asking, entity, from)
  yield* catchUpLines(asking, entity, from)
}

/**
 * The documents whose lines have changed since an instant. A line that was deleted leaves nothing behind.
 *
 * @param from ISO instant
 */
export async function* catchUpLines(
  { client }: Pick<Asking, 'client'>,
  entity: Entity,
  from: string,
): AsyncGenerator<readonly Found[]> {
  for (const { entity: line, parentField } of childrenOf(entity)) {
    for await (const rows of pages(client, line.name, [parentField], from)) {
      yield rows.flatMap((row): Found[] => {
        const id = row[parentField]
        if (typeof id !== 'string') return []
        const stamp = stampOf(row)
        return [{ change: { entity, company: '', id, kind: 'updated', at: stamp, echo: false }, stamp }]
      })
    }
  }
}

/**
 * The deletion log goes back 15 days, or less when the Recycle Bin was emptied; it wants more than a minute.
 * [REST API Developer Guide: sObject Get Deleted]
 */
async function deletions({ client, clock }: Asking, entity: Entity, from: string): Promise<readonly Found[]> {
  const now = clock.now()
  const oldest = now - 15 * 86_400_000 + 60_000
  const start = new Date(Math.min(Math.max(Date.parse(from), oldest), now - 2 * 60_000)).toISOString()
  const range = new URLSearchParams({ start, end: new Date(now).toISOString() })
  const path = `/sobjects/${entity.name}/deleted/?${range.toString()}`
  const { deletedRecords } = (await client.call('GET', path, { urgency: 'backfill' })) as {
    deletedRecords: readonly { id: string; deletedDate: string }[]
  }
  return deletedRecords.map(({ id, deletedDate }) => {
    const stamp = instant(deletedDate)
    return { change: { entity, company: '', id, kind: 'deleted', at: stamp, echo: false }, stamp }
  })
}

/**
 * Pages by (SystemModstamp, Id): many rows may share one stamp, and OFFSET ends at 2,000.
 * [SOQL and SOSL Reference: OFFSET]
 */
async function* pages(
  client: Pick<Client, 'call'>,
  object: string,
  fields: readonly string[],
  from: string | undefined,
): AsyncGenerator<readonly Row[]> {
  const columns = ['Id', 'SystemModstamp', 'CreatedDate', ...fields].join(', ')
  let where = from === undefined ? '' : ` WHERE SystemModstamp >= ${from}`
  for (;;) {
    const soql = `SELECT ${columns} FROM ${object}${where} ORDER BY SystemModstamp, Id LIMIT ${pageSize}`
    const rows = await query(client, soql, { urgency: 'backfill' })
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    const stamp = stampOf(last)
    where = ` WHERE SystemModstamp > ${stamp} OR (SystemModstamp = ${stamp} AND Id > '${String(last.Id)}')`
  }
}

function changeOf(entity: Entity, row: Row, from: string | undefined): Change {
  const isNew = typeof row.CreatedDate === 'string' && from !== undefined && instant(row.CreatedDate) >= from
  return { entity, company: '', id: String(row.Id), kind: isNew ? 'created' : 'updated', at: stampOf(row), echo: false }
}

function stampOf(row: Row): string {
  return instant(String(row.SystemModstamp))
}
