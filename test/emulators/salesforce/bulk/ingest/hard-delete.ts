import type { SaveResult } from '../../context.ts'
import type { Actor } from '../../records.ts'
import type { BulkWorld } from '../world.ts'

/** Deletes a record past the Recycle Bin, with everything that goes with it. */
export function hardDelete(
  actor: Actor,
  object: string,
  id: string,
  { dml, store, schema }: Pick<BulkWorld, 'dml' | 'store' | 'schema'>,
): SaveResult {
  const result = dml.delete(actor, object, id)
  if (!result.success) return result
  for (const { name } of schema.objects())
    for (const gone of store.allDeleted(name)) {
      if (gone.with !== result.id || !gone.recycleBin) continue
      store.restore(name, gone.row)
      store.erase(name, gone.row.Id, false, { row: gone.row })
    }
  return result
}
