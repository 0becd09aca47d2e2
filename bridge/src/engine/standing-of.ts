import { waitsFor } from './missing-links.ts'
import type { Run } from './run.ts'
import { keyOf } from './job-key.ts'
import type { Standing } from './store.ts'
import type { Settled } from './verdict.ts'

/** Tries after which a person is told that a record is still being tried. */
const worthTelling = 5

/** How the record stands now, in a sentence; undefined when nothing worth telling has changed. */
export function standingOf(
  run: Run,
  { job, title, verdict }: Settled,
  blockers: readonly Standing[],
): Standing | undefined {
  const { flow, clock } = run
  const standing = (status: Standing['status'], message: string): Standing => ({
    ...keyOf(job),
    title,
    status,
    message,
    at: new Date(clock.now()).toISOString(),
  })
  switch (verdict.outcome) {
    case 'inserted':
    case 'modified':
    case 'coupled':
    case 'unchanged':
      return standing('synced', `In step with its ${flow.target.label}.`)
    case 'deleted':
    case 'uncoupled':
      return standing('withdrawn', verdict.reason)
    case 'skipped':
      return verdict.tell === undefined ? standing('skipped', verdict.reason) : standing('withdrawn', verdict.tell)
    case 'waiting':
      return standing('waiting', verdict.why ?? waitsFor(run, verdict.missing, blockers, { id: job.record, title }))
    case 'failed':
      return standing('parked', `${verdict.error.message} ${verdict.error.advice}`)
    case 'retried':
      return job.attempts < worthTelling ? undefined : standing('waiting', `Is tried again: ${verdict.error.message}`)
  }
}
