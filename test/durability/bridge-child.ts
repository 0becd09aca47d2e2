import { readConfig } from '../../bridge/src/config.ts'
import { systemClock } from '../../bridge/src/engine/system-clock.ts'
import { createLog } from '../../bridge/src/log.ts'
import { openStore } from '../../bridge/src/store/index.ts'
import { createSystem } from '../../bridge/src/system.ts'
import { settle } from '../support/settle.ts'

/**
 * A bridge of its own process that hears and does everything there is, once, and ends. A test kills it on the way: see
 * `kill-at.ts`, which is loaded before it.
 */
const config = readConfig()
const log = createLog(config.LOG_LEVEL)
const store = await openStore({
  databaseUrl: config.DATABASE_URL,
  dataDir: config.BRIDGE_DATA_DIR,
  clock: systemClock,
  log,
})
const system = await createSystem(config, { clock: systemClock, log, store })
globalThis.startCounting?.()
await settle(system)
globalThis.stopCounting?.()
await system.close()
