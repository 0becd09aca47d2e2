import { ApiError } from '../../context.ts'
import { bulkError } from '../bulk-error.ts'
import type { IngestJob } from '../job.ts'
import type { BulkWorld } from '../world.ts'

/**
 * `PUT /jobs/ingest/{id}/batches`, once for every job. [Bulk API 2.0: Upload Job Data]
 * @throws ApiError 400 INVALIDJOBSTATE or CLIENTINPUTERROR, 413 when the content is too large
 */
export function uploadData(
  job: IngestJob,
  content: string,
  { switches, clock }: Pick<BulkWorld, 'switches' | 'clock'>,
): void {
  if (job.state !== 'Open')
    throw bulkError('INVALIDJOBSTATE', `InvalidJobState : Job data cannot be uploaded in the state ${job.state}`)
  if (job.content !== undefined)
    throw bulkError(
      'CLIENTINPUTERROR',
      `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
    )
  // The limit counts the content as base64, which it becomes inside Salesforce.
  if (Math.ceil(Buffer.byteLength(content) / 3) * 4 > switches.bulkMaxUploadBytes)
    throw new ApiError(413, { statusCode: 'REQUEST_TOO_LARGE', message: 'The job data is too large', fields: [] })
  job.content = content
  job.changedAt = clock.now()
}
