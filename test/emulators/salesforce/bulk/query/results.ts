import { bulkError } from '../bulk-error.ts'
import { writeCsv } from '../csv.ts'
import type { QueryJob } from '../job.ts'
import type { Switches } from '../../switches.ts'

export interface ResultPage {
  readonly csv: string
  /** `Sforce-NumberOfRecords`: the rows of this page. */
  readonly numberOfRecords: number
  /** `Sforce-Locator`: where the next page starts; the word `null` on the last. */
  readonly locator: string
}

/** The locator of the page that starts at a row. */
export const locatorAt = (row: number): string => Buffer.from(String(row)).toString('base64')

/**
 * The row at which a page starts; without a locator the first.
 * @throws ApiError 400 INVALIDJOBSTATE while the job is not complete, API_ERROR for a locator that is none of its own
 */
export function startOf(job: QueryJob, locator: string | null): number {
  if (job.state !== 'JobComplete')
    throw bulkError(
      'INVALIDJOBSTATE',
      `InvalidJobState : The results of a job in the state ${job.state} cannot be read`,
    )
  if (locator === null) return 0
  const row = Number(Buffer.from(locator, 'base64').toString('utf8'))
  if (!Number.isInteger(row) || row < 0 || locatorAt(row) !== locator || row >= Math.max(1, job.rows.length))
    throw bulkError('API_ERROR', `Invalid locator: ${locator}`)
  return row
}

/**
 * `GET /jobs/query/{id}/results?maxRecords=&locator=`; every page begins with the header row.
 * [Bulk API 2.0: Get Results for a Query Job]
 * @throws ApiError 400 while the job is not complete, or for a bad locator or maxRecords
 */
export function queryResults(
  job: QueryJob,
  query: URLSearchParams,
  { bulkQueryPageSize }: Pick<Switches, 'bulkQueryPageSize'>,
): ResultPage {
  const start = startOf(job, query.get('locator'))
  const asked = query.get('maxRecords')
  const size = asked === null ? bulkQueryPageSize : Number(asked)
  if (!Number.isInteger(size) || size <= 0) throw bulkError('API_ERROR', `Invalid maxRecords: ${asked ?? ''}`)
  const end = Math.min(start + Math.min(size, bulkQueryPageSize), job.rows.length)
  return {
    csv: writeCsv([job.header, ...job.rows.slice(start, end)], job),
    numberOfRecords: end - start,
    locator: end < job.rows.length ? locatorAt(end) : 'null',
  }
}
