import type { Clock } from '../../kit/clock.ts'
import type { IngestJob, QueryJob } from './job.ts'
import { isDone } from './job.ts'

type AnyJob = IngestJob | QueryJob

/** The jobs of the org: open ones for a day, the others for a week. [Bulk API and Bulk API 2.0 Limits and Allocations] */
export interface Jobs {
  add(job: AnyJob): void
  ingest(id: string): IngestJob | undefined
  query(id: string): QueryJob | undefined
  /** In the order they were made. */
  all(kind: 'ingest' | 'query'): readonly AnyJob[]
  remove(id: string): void
  /** Whether the job is still there: work that was set for later asks first. */
  has(job: AnyJob): boolean
  clear(): void
}

const day = 86_400_000

export function createJobs({ clock }: { clock: Clock }): Jobs {
  const jobs = new Map<string, AnyJob>()

  function current(job: AnyJob | undefined): AnyJob | undefined {
    if (!job) return undefined
    const now = clock.now()
    if (isDone(job) && job.changedAt + 7 * day <= now) {
      jobs.delete(job.id)
      return undefined
    }
    if (job.state === 'Open' && job.createdAt + day <= now) {
      job.state = 'Failed'
      job.errorMessage = 'The job was open for longer than 24 hours'
      job.changedAt = now
    }
    return job
  }

  return {
    add: (job) => void jobs.set(job.id, job),
    ingest(id) {
      const job = current(jobs.get(id))
      return job?.kind === 'ingest' ? job : undefined
    },
    query(id) {
      const job = current(jobs.get(id))
      return job?.kind === 'query' ? job : undefined
    },
    all: (kind) => [...jobs.values()].flatMap((job) => (job.kind === kind ? (current(job) ?? []) : [])),
    remove: (id) => void jobs.delete(id),
    has: (job) => jobs.get(job.id) === job,
    clear: () => jobs.clear(),
  }
}
