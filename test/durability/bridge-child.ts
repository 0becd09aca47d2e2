import { createInterface } from 'node:readline'
import { readConfig } from '../../bridge/src/config.ts'
import { systemClock } from '../../bridge/src/engine/system-clock.ts'
import { createLog } from '../../bridge/src/log.ts'
import { openStore } from '../../bridge/src/store/index.ts'
import { createSystem } from '../../bridge/src/system.ts'

/**
 * A bridge as a process of its own. Says `ready`, waits for one line `entity id` (a change in Salesforce), takes the change,
 * does everything that follows from it, and ends. A test kills it on the way: `kill-at.ts`.
 */
const config = readConfig()
// The clock of the test and its sandboxes stands at a day of its own.
const behind = Number(process.env.CLOCK_BEHIND ?? 0)
const clock = { ...systemClock, now: () => systemClock.now() - behind }
const log = createLog(config.LOG_LEVEL)
const store = await openStore({
  databaseUrl: config.DATABASE_URL,
  dataDir: config.BRIDGE_DATA_DIR,
  clock,
  log,
})
const system = await createSystem(config, { clock, log, store })
console.log('ready')
const [line = ''] = await Array.fromAsync(createInterface({ input: process.stdin }))
const [name = '', id = ''] = line.split(' ')

globalThis.startCounting?.()
const entity = { system: 'salesforce', name }
await system.sink.accept([{ entity, id, company: '', kind: 'updated', echo: false }])
await system.worker.drain()
globalThis.stopCounting?.()
await system.close()
