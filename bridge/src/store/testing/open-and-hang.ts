import { systemClock } from '../../engine/system-clock.ts'
import { migrate } from '../migrate.ts'
import { openStore } from '../open-store.ts'

/** A bridge on an embedded database that only waits to be killed: `node open-and-hang.ts DATA_DIR`. */
const store = await openStore({ dataDir: process.argv[2] ?? '', clock: systemClock })
await migrate(store)
await store.cursors.set({ name: 'left by', value: String(process.pid) })
console.log(process.pid)
process.stdin.resume().once('end', () => process.exit())
