import { Rejected, SyncError } from './errors.ts'
import type { Holds } from './holds.ts'
import { recordWhatIsOurs } from './record.ts'
import { runFlow } from './run-flow.ts'
import type { Run, RunSummary } from './run.ts'
import { StoreUnavailable, type Job } from './store.ts'

/** All of a batch back into the queue: the source or the target as a whole is not to be had. */
async function putBack(run: Run, holds: Holds, jobs: readonly Job[], error: SyncError): Promise<RunSummary> {
  const { flow, company, log, store } = run
  const until = holds.hold(flow.name, error)
  const after = new Date(until).toISOString()
  log.warn({ flow: flow.name, err: error, jobs: jobs.length, until: after }, 'the flow is held back')
  await store.jobs.retry(jobs, after)
  return { flow: flow.name, company: company.id, counts: { retried: jobs.length } }
}

/** This very record breaks the run (a fault of ours, or a refusal to read it): parked, it neither stops others nor is lost. */
async function park(run: Run, job: Job, cause: unknown): Promise<RunSummary> {
  const { flow, company, log } = run
  log.error({ err: cause, flow: flow.name, record: job.record }, 'a record broke the run; it is parked')
  const ours = new Rejected(`The bridge failed on this record: ${String(cause)}`, {
    advice: 'Report this with the log of the bridge; retry after an update.',
    cause,
  })
  const error = cause instanceof Rejected ? cause : ours
  await recordWhatIsOurs(run, [{ job, title: undefined, verdict: { outcome: 'failed', error } }])
  return { flow: flow.name, company: company.id, counts: { failed: 1 } }
}

/**
 * Runs a batch and deals with what concerns it as a whole. An unexpected error, or a refusal, of a whole batch is traced by
 * running each record alone: the one that breaks is parked, its neighbours go on. Throws `StoreUnavailable` only.
 */
export async function perform(run: Run, holds: Holds, jobs: readonly Job[]): Promise<readonly RunSummary[]> {
  const recorded = new Set<string>()
  try {
    const summary = await runFlow(run, jobs, recorded)
    if (summary.hold) holds.hold(run.flow.name, summary.hold)
    else holds.release(run.flow.name)
    return [summary]
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    const open = jobs.filter((job) => !recorded.has(job.id))
    if (error instanceof SyncError && !(error instanceof Rejected)) return [await putBack(run, holds, open, error)]
    const [only, ...others] = open
    if (only && others.length === 0) return [await park(run, only, error)]
    run.log.error({ err: error, flow: run.flow.name }, 'a batch broke; its records run one by one')
    const summaries: RunSummary[] = []
    for (const job of open) summaries.push(...(await perform(run, holds, [job])))
    return summaries
  }
}
