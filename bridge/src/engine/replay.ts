import type { JobKey, Store } from './store.ts'

/**
 * Runs records once more from their present state, and writes them even when nothing has changed since: what somebody has
 * changed in the target by hand is put right. Returns how many.
 */
export async function replay(store: Pick<Store, 'transaction'>, keys: readonly JobKey[]): Promise<number> {
  await store.transaction(async (tables) => {
    await tables.written.distrust(keys)
    await tables.jobs.put(keys)
  })
  return keys.length
}
