import { migrate } from '../store/index.ts'
import { open } from './open.ts'

/** `bridge migrate`: brings the database to this version's tables. Safe to repeat. */
export async function migrateDatabase({ json }: { json: boolean }): Promise<number> {
  const { store } = await open({ migrate: false })
  try {
    const applied = await migrate(store)
    console.log(
      json
        ? JSON.stringify({ applied })
        : applied.length === 0
          ? 'The database is up to date.'
          : `Applied ${applied.join(', ')}.`,
    )
    return 0
  } finally {
    await store.close()
  }
}
