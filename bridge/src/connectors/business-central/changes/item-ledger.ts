import type { ChangeSink } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { queryString } from '../../../protocols/odata.ts'
import { inCompany, type Client } from '../client.ts'
import { itemStock } from '../entities.ts'
import { idsByNumber } from '../read/ids-by-number.ts'

/** Entry numbers are taken when a posting begins and seen when it commits: a look-back catches the late ones. */
const lookBack = 500

interface Progress {
  readonly until: number
  /** Numbers inside the look-back that have been told. */
  readonly seen: readonly number[]
}

/**
 * New item ledger entries. What moves stock neither stamps the item nor sends a signal: an entry is the signal for its item.
 * The first look reads all of it, a thousand entries a call.
 *
 * @returns the number of changes
 */
export async function pollItemLedger(client: Client, company: CompanyRef, sink: ChangeSink): Promise<number> {
  const name = `business-central/${company.id}/item-ledger`
  const kept = await sink.cursor(name)
  const path = inCompany(company, 'itemLedgerEntries')
  const $select = 'entryNumber,itemNumber'
  const before = kept === undefined ? undefined : (JSON.parse(kept) as Progress)
  const $filter = before && `entryNumber gt ${Math.max(0, before.until - lookBack)}`
  const rows = await client.rows(
    path + queryString({ $filter, $select, $orderby: 'entryNumber' }),
    'read the item ledger',
    'sweep',
  )
  const told = new Set(before?.seen)
  const fresh = rows.filter((row) => !told.has(Number(row.entryNumber)))
  if (fresh.length === 0) return 0
  const ids = await idsByNumber(
    client,
    company,
    'items',
    fresh.map((row) => String(row.itemNumber)),
  )
  const changes = [...new Set(ids.values())].map(
    (id) => ({ entity: itemStock, company: company.id, id, kind: 'updated', echo: false }) as const,
  )
  const until = Number(rows.at(-1)?.entryNumber ?? before?.until ?? 0)
  const seen = rows.map((row) => Number(row.entryNumber)).filter((number) => number > until - lookBack)
  await sink.accept(changes, { name, value: JSON.stringify({ until, seen } satisfies Progress) })
  return changes.length
}
