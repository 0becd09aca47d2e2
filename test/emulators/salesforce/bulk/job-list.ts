import { bulkError } from './bulk-error.ts'
import { fullJobInfo } from './job-info.ts'
import type { Jobs } from './jobs.ts'

/** Jobs on one page of a list. */
const pageSize = 1000

/**
 * `GET /jobs/ingest` and `GET /jobs/query`: `{done, nextRecordsUrl, records}`, a thousand at a time.
 * [Bulk API 2.0: Get All Jobs]
 */
export function jobList(
  kind: 'ingest' | 'query',
  query: URLSearchParams,
  base: string,
  jobs: Pick<Jobs, 'all'>,
): Record<string, unknown> {
  const locator = query.get('queryLocator')
  const start = locator === null ? 0 : Number(locator)
  if (!Number.isInteger(start) || start < 0) throw bulkError('API_ERROR', `Invalid queryLocator: ${locator ?? ''}`)
  const wanted = query.get('jobType')
  // There are no jobs of the older Bulk API here, and none of big objects.
  const none = wanted !== null && wanted !== (kind === 'ingest' ? 'V2Ingest' : 'V2Query')
  const chunked = query.get('isPkChunkingEnabled') === 'true'
  const all = none || chunked ? [] : jobs.all(kind)
  const next = start + pageSize
  return {
    done: next >= all.length,
    nextRecordsUrl: next >= all.length ? null : `${base}/jobs/${kind}?queryLocator=${next}`,
    records: all.slice(start, next).map((job) => fullJobInfo(job)),
  }
}
