import type { Entity } from '../../engine/entity.ts'
import type { Below } from '../../engine/ports.ts'
import type { Client } from './client.ts'
import { account, contact, opportunity, order } from './entities.ts'
import { query } from './query.ts'
import { among, isId } from './soql.ts'

/** What names its account. */
const ofAccounts: readonly Entity[] = [contact, order, opportunity]

/** The contacts, orders and opportunities of an account. */
export function createBelow(client: Client): Below {
  return async (entity, _company, id) => {
    if (entity.name !== account.name || !isId(id)) return []
    const found = await Promise.all(
      ofAccounts.map(async (each) => {
        const rows = await query(client, `SELECT Id FROM ${each.name} WHERE ${among('AccountId', [id])}`)
        return rows.map((row) => ({ entity: { system: each.system, name: each.name }, id: String(row.Id) }))
      }),
    )
    return found.flat()
  }
}
