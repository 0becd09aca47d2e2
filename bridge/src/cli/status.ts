import Table from 'cli-table3'
import { open } from './open.ts'

/** `bridge status`: what is queued, waiting and parked, and how the work has gone so far. Reads the database only. */
export async function status({ json }: { json: boolean }): Promise<number> {
  const { store } = await open({ migrate: true })
  try {
    const [jobs, issues, waiting, outcomes] = [
      await store.jobs.counts(),
      await store.issues.list(50),
      await store.waiting.list(50),
      await store.audit.counts(),
    ]
    if (json) {
      console.log(JSON.stringify({ jobs: Object.fromEntries(jobs), outcomes, issues, waiting }, undefined, 2))
      return 0
    }
    const work = new Table({ head: ['flow', 'ready', 'running', 'postponed', 'outcomes'] })
    const names = new Set([...jobs.keys(), ...outcomes.map((each) => each.flow)])
    for (const flow of names) {
      const { ready, running, postponed } = jobs.get(flow) ?? { ready: 0, running: 0, postponed: 0 }
      const counted = outcomes.filter((each) => each.flow === flow).map((each) => `${each.outcome} ${each.count}`)
      work.push([flow, ready, running, postponed, counted.join(', ')])
    }
    console.log(work.toString())
    for (const { flow, record, message, advice } of issues)
      console.log(`parked  ${flow} ${record}: ${message}\n        → ${advice}`)
    for (const { flow, record, missing, since } of waiting)
      console.log(`waiting ${flow} ${record}: for ${missing} since ${since}`)
    return 0
  } finally {
    await store.close()
  }
}
