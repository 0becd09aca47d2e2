import { bulkError } from '../bulk-error.ts'
import { oneOf } from '../format.ts'
import { type IngestJob, isDone } from '../job.ts'
import type { BulkWorld } from '../world.ts'

/**
 * `PATCH /jobs/ingest/{id}` with the state UploadComplete (nothing more comes) or Aborted (rows already saved stay).
 * [Bulk API 2.0: Upload Complete, Abort a Job]
 * @returns whether the job is ready to be worked on
 * @throws ApiError 400 INVALIDJOBSTATE or INVALIDJOB
 */
export function updateIngestJob(
  job: IngestJob,
  body: Readonly<Record<string, unknown>>,
  { clock }: Pick<BulkWorld, 'clock'>,
): boolean {
  const state = oneOf(['UploadComplete', 'Aborted'], body.state, 'state')
  if (state === 'Aborted') {
    if (isDone(job)) throw bulkError('INVALIDJOBSTATE', 'Aborting already Completed Job not allowed')
  } else if (job.state !== 'Open')
    throw bulkError('INVALIDJOBSTATE', `InvalidJobState : A job in the state ${job.state} cannot become UploadComplete`)
  else if (job.content === undefined)
    throw bulkError('INVALIDJOBSTATE', 'InvalidJobState : No job data has been uploaded')
  job.state = state
  job.changedAt = clock.now()
  return state === 'UploadComplete'
}
