import type { Reader } from '../../engine/ports.ts'
import type { Client } from './client.ts'
import { query } from './query.ts'
import { among, bareId, groupsOf, isId } from './soql.ts'

/**
 * Records that lie in the Recycle Bin. Once the bin is emptied, or where sharing hides the record, nobody knows any more.
 * [REST API: queryAll; Object Reference: IsDeleted]
 */
export function createDeleted(client: Client): NonNullable<Reader['deleted']> {
  return async (entity, ids) => {
    const wanted = new Map(ids.filter(isId).map((id) => [bareId(id), id]))
    const found = new Set<string>()
    for (const group of groupsOf([...wanted.values()], { around: 200, most: 200 })) {
      const soql = `SELECT Id FROM ${entity.name} WHERE IsDeleted = true AND ${among('Id', group)}`
      for (const row of await query(client, soql, { deleted: true })) {
        const id = wanted.get(bareId(String(row.Id)))
        if (id !== undefined) found.add(id)
      }
    }
    return found
  }
}
