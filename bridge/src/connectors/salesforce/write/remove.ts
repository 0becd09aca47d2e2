import type { Entity } from '../../../engine/entity.ts'
import type { Removed } from '../../../engine/ports.ts'
import type { Client } from '../client.ts'
import { urgencyOf } from '../urgency.ts'
import { deleteRows } from './collection.ts'

/** Deletes records by id; their details go with them. What is gone already counts as deleted. */
export async function removeRecords(
  client: Pick<Client, 'call'>,
  entity: Entity,
  ids: readonly string[],
): Promise<readonly Removed[]> {
  // A record may be named once per call.
  const distinct = [...new Set(ids)]
  const results = await deleteRows(client, entity.name, distinct, urgencyOf(entity))
  return ids.map((id) => {
    const result = results[distinct.indexOf(id)]
    return result?.ok === false ? { outcome: 'failed', error: result.error } : { outcome: 'deleted' }
  })
}
