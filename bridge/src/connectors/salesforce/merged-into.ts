import type { Reader } from '../../engine/ports.ts'
import type { Client } from './client.ts'
import { query } from './query.ts'
import { among, bareId, groupsOf, isId } from './soql.ts'

/** Objects whose records people merge. [Object Reference: MasterRecordId] */
const mergeable = new Set(['Account', 'Contact', 'Lead'])

/**
 * Merged records lie in the Recycle Bin and name the record that won, which may have been merged since into another one. Once
 * the bin is emptied nobody knows any more.
 */
export function createMergedInto(client: Client): NonNullable<Reader['mergedInto']> {
  const look = async (object: string, ids: readonly string[]): Promise<Map<string, string>> => {
    const masters = new Map<string, string>()
    for (const group of groupsOf(ids, { around: 200, most: 200 })) {
      const soql = `SELECT Id, MasterRecordId FROM ${object} WHERE IsDeleted = true AND MasterRecordId != null AND ${among('Id', group)}`
      for (const row of await query(client, soql, { deleted: true })) {
        masters.set(bareId(String(row.Id)), String(row.MasterRecordId))
      }
    }
    return masters
  }

  return async (entity, ids) => {
    const asked = ids.filter(isId)
    if (!mergeable.has(entity.name) || asked.length === 0) return new Map()
    const masters = await look(entity.name, asked)
    for (let open = [...masters.values()]; open.length > 0;) {
      const further = await look(
        entity.name,
        open.filter((id) => !masters.has(bareId(id))),
      )
      for (const [id, master] of further) masters.set(id, master)
      open = [...further.values()]
    }
    const last = (id: string): string => {
      const seen = new Set<string>()
      let at = id
      for (let next = masters.get(bareId(at)); next !== undefined && !seen.has(next); next = masters.get(bareId(at))) {
        seen.add(next)
        at = next
      }
      return at
    }
    return new Map(asked.flatMap((id) => (masters.has(bareId(id)) ? [[id, last(id)] as const] : [])))
  }
}
