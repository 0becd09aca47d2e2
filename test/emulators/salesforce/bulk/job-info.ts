import type { IngestJob, QueryJob } from './job.ts'
import { isDone } from './job.ts'

/** `2026-05-06T11:30:00.000+0000`, to the second. */
const instant = (at: number): string => new Date(Math.floor(at / 1000) * 1000).toISOString().replace('Z', '+0000')

/** The keys of every answer about a job, as the reply to its creation gives them. */
export function jobInfo(job: IngestJob | QueryJob): Record<string, unknown> {
  const common = {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.actor.userId,
    createdDate: instant(job.createdAt),
    systemModstamp: instant(job.changedAt),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: job.apiVersion,
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
  }
  if (job.kind === 'query') return common
  return {
    ...common,
    ...(job.externalIdFieldName === undefined ? {} : { externalIdFieldName: job.externalIdFieldName }),
    ...(job.assignmentRuleId === undefined ? {} : { assignmentRuleId: job.assignmentRuleId }),
    ...(job.state === 'Open'
      ? { contentUrl: `services/data/v${job.apiVersion.toFixed(1)}/jobs/ingest/${job.id}/batches` }
      : {}),
  }
}

/** The reply to `GET …/jobs/{ingest|query}/{id}`. [Bulk API 2.0: Get Job Info] */
export function fullJobInfo(job: IngestJob | QueryJob): Record<string, unknown> {
  const worked = isDone(job) && job.startedAt !== undefined ? job.changedAt - job.startedAt : 0
  return {
    ...jobInfo(job),
    jobType: job.kind === 'ingest' ? 'V2Ingest' : 'V2Query',
    numberRecordsProcessed: job.numberRecordsProcessed,
    ...(job.kind === 'ingest' ? { numberRecordsFailed: job.numberRecordsFailed } : {}),
    retries: job.retries,
    totalProcessingTime: worked,
    ...(job.kind === 'ingest' ? { apiActiveProcessingTime: worked, apexProcessingTime: 0 } : {}),
    isPkChunkingSupported: false,
    // A failed query job says no more than that.
    ...(job.kind === 'ingest' && job.errorMessage !== undefined ? { errorMessage: job.errorMessage } : {}),
  }
}
