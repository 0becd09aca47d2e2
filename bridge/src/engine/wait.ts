import { Doubtful, Rejected } from './errors.ts'
import { keyOf, keyText } from './job-key.ts'
import { leftOut } from './left-out.ts'
import { blockersOf, waitsFor } from './missing-links.ts'
import { later, type Run } from './run.ts'
import type { JobKey, Tables } from './store.ts'
import type { Missing, Settled, Verdict } from './verdict.ts'

type Waiting = Extract<Verdict, { outcome: 'waiting' }>

const circle = 'It waits, in a circle, for itself.'

/** How far a chain of records that wait for each other is followed. */
const deepest = 20

/** Whether what the record waits for waits, in the end, for the record itself. */
async function waitsForItself(run: Run, tables: Tables, own: JobKey, missing: readonly Missing[]): Promise<boolean> {
  const seen = new Set<string>()
  let keys = blockersOf(run, missing)
  for (let depth = 0; depth < deepest && keys.length > 0; depth += 1) {
    if (keys.some((key) => keyText(key) === keyText(own))) return true
    for (const key of keys) seen.add(keyText(key))
    const further = blockersOf(run, await tables.waiting.waitedFor(keys))
    keys = further.filter((key) => !seen.has(keyText(key)))
  }
  return false
}

/** Parked, but it goes on by itself should the link appear after all. */
async function parked(run: Run, tables: Tables, each: Settled, verdict: Waiting, reason: string): Promise<Settled> {
  const { job, title } = each
  const blockers = await tables.standings.find(blockersOf(run, verdict.missing))
  // In a circle nobody's reason may hold another's: they would grow without end.
  const said = reason === circle ? blockers.map((blocker) => ({ ...blocker, status: 'synced' as const })) : blockers
  const root = waitsFor(run, verdict.missing, said, { id: job.record, title })
  const error = new Rejected(`${reason} ${root}`, {
    advice: 'Mend what it waits for; then it goes on by itself.',
  })
  return { ...each, verdict: { outcome: 'failed', error, awaits: verdict.missing } }
}

const hours = (seconds: number) =>
  seconds >= 7200 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 60)} minutes`

/**
 * Waits for links. One that appears in this very moment sends the record round again at once; who waits for itself in a circle,
 * or has waited for too long, is parked with the root of it, and is woken all the same when the link appears.
 */
export async function wait(run: Run, tables: Tables, settled: readonly Settled[]): Promise<Settled[]> {
  const result: Settled[] = []
  const now = later(run, 0)
  for (const each of settled) {
    const { job, title, verdict } = each
    if (verdict.outcome !== 'waiting' || verdict.missing.length === 0) {
      result.push(each)
      continue
    }
    const key = keyOf(job)
    const [before] = await tables.waiting.waitedFor([key])
    if (!(await tables.waiting.wait(key, verdict.missing, now))) {
      const error = new Doubtful('The link it needs has appeared.')
      result.push({ job, title, verdict: { outcome: 'retried', error, after: now } })
      continue
    }
    const out = await leftOut(run, tables, each, verdict.missing)
    if (out) {
      result.push({ ...each, verdict: out })
      continue
    }
    const due = new Date(before?.since ?? now).getTime() + run.patienceSeconds * 1000
    if (await waitsForItself(run, tables, key, verdict.missing)) {
      result.push(await parked(run, tables, each, verdict, circle))
    } else if (run.clock.now() >= due) {
      result.push(
        await parked(run, tables, each, verdict, `It has waited for more than ${hours(run.patienceSeconds)}.`),
      )
    } else {
      const end = new Date(due).toISOString()
      const after = verdict.after !== undefined && verdict.after < end ? verdict.after : end
      result.push({ ...each, verdict: { ...verdict, after } })
    }
  }
  return result
}
