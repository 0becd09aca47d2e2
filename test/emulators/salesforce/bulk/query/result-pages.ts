import { ApiError } from '../../context.ts'
import type { QueryJob } from '../job.ts'
import { locatorAt, startOf } from './results.ts'

/** URIs in one answer. [Bulk API 2.0: Get Parallel Results for a Query Job] */
const pagesAtOnce = 5

/** What is read must be asked for with the API version that the job was made with. */
export function refuseOtherVersion(job: QueryJob, base: string): void {
  const version = Number(/v([\d.]+)$/.exec(base)?.[1])
  if (version === job.apiVersion) return
  throw new ApiError(409, {
    statusCode: 'API_ERROR',
    message: `The results of this job are read with API version ${job.apiVersion.toFixed(1)}, with which it was created`,
    fields: [],
  })
}

/** `GET /jobs/query/{id}/resultPages`: where up to five pages of the results lie, to be read side by side. */
export function resultPages(
  job: QueryJob,
  locator: string | null,
  { base, pageSize }: { base: string; pageSize: number },
): Readonly<Record<string, unknown>> {
  const at = `${base}/jobs/query/${job.id}`
  const start = startOf(job, locator)
  const end = Math.min(start + pagesAtOnce * pageSize, job.rows.length)
  const starts: number[] = []
  // A job without rows has one page: its header.
  for (let row = start; row < end || starts.length === 0; row += pageSize) starts.push(row)
  const done = end >= job.rows.length
  return {
    resultPages: starts.map((row) => ({ resultUrl: `${at}/results?locator=${encodeURIComponent(locatorAt(row))}` })),
    ...(done ? {} : { nextRecordsUrl: `${at}/resultPages?locator=${encodeURIComponent(locatorAt(end))}` }),
    done,
  }
}
