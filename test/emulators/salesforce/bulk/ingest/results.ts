import { bulkError } from '../bulk-error.ts'
import { readCsv, writeCsv } from '../csv.ts'
import { type IngestJob, isDone } from '../job.ts'

function finished(job: IngestJob): IngestJob {
  if (!isDone(job))
    throw bulkError(
      'INVALIDJOBSTATE',
      `InvalidJobState : The results of a job in the state ${job.state} cannot be read`,
    )
  return job
}

/** `sf__Id`, `sf__Created`, then the columns of the upload. [Bulk API 2.0: Get Job Successful Record Results] */
export function successfulResults(job: IngestJob): string {
  const rows = finished(job).rows.flatMap(({ cells, outcome }) =>
    outcome && 'created' in outcome ? [[outcome.id, String(outcome.created), ...cells]] : [],
  )
  return writeCsv([['sf__Id', 'sf__Created', ...job.header], ...rows], job)
}

/** `sf__Id`, `sf__Error`, then the columns of the upload. [Bulk API 2.0: Get Job Failed Record Results] */
export function failedResults(job: IngestJob): string {
  const rows = finished(job).rows.flatMap(({ cells, outcome }) =>
    outcome && 'error' in outcome ? [[outcome.id, outcome.error, ...cells]] : [],
  )
  return writeCsv([['sf__Id', 'sf__Error', ...job.header], ...rows], job)
}

/** Rows that a failed or aborted job did not come to. [Bulk API 2.0: Get Job Unprocessed Record Results] */
export function unprocessedRecords(job: IngestJob): string {
  finished(job)
  // A job that was aborted before its work began has not read its upload yet.
  const unread = job.startedAt === undefined && job.content !== undefined ? readCsv(job.content, job) : undefined
  if (typeof unread === 'object') return writeCsv([unread.header, ...unread.rows], job)
  const rows = job.rows.flatMap(({ cells, outcome }) => (outcome ? [] : [cells]))
  return writeCsv([job.header, ...rows], job)
}
