import { readConfig, type Config } from '../config.ts'
import { systemClock } from '../engine/system-clock.ts'
import { createLog, type Log } from '../log.ts'
import { migrate, openStore } from '../store/index.ts'
import type { Services } from '../system.ts'

/** What every command begins with: configuration, log, database at the right version. */
export async function open(options: { migrate: boolean }): Promise<Services & { config: Config; log: Log }> {
  const config = readConfig()
  const log = createLog(config.LOG_LEVEL)
  const store = await openStore({
    databaseUrl: config.DATABASE_URL,
    dataDir: config.BRIDGE_DATA_DIR,
    clock: systemClock,
    log,
  })
  if (options.migrate) await migrate(store)
  return { config, log, store, clock: systemClock }
}
