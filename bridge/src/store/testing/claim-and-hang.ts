import { systemClock } from '../../engine/system-clock.ts'
import { openStore } from '../open-store.ts'

/** A bridge that claims jobs and never finishes them: `node claim-and-hang.ts URL FLOW`. Prints one line when it has them. */
const [, , databaseUrl, flow = ''] = process.argv
const store = await openStore({ databaseUrl, dataDir: '', clock: systemClock })
const jobs = await store.jobs.claim(flow, 100)
console.log(JSON.stringify(jobs.map((job) => job.record)))
// Never outlives whoever started it.
process.stdin.resume().once('end', () => process.exit())
