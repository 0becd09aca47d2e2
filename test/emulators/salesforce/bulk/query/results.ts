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

function startOf(locator: string | null, rows: number): number {
  if (locator === null) return 0
  const offset = Number(Buffer.from(locator, 'base64').toString('utf8'))
  if (!Number.isInteger(offset) || offset <= 0 || offset >= rows)
    throw bulkError('API_ERROR', `Invalid locator: ${locator}`)
  return offset
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
  if (job.state !== 'JobComplete')
    throw bulkError(
      'INVALIDJOBSTATE',
      `InvalidJobState : The results of a job in the state ${job.state} cannot be read`,
    )
  const asked = query.get('maxRecords')
  const size = asked === null ? bulkQueryPageSize : Number(asked)
  if (!Number.isInteger(size) || size <= 0) throw bulkError('API_ERROR', `Invalid maxRecords: ${asked ?? ''}`)
  const start = startOf(query.get('locator'), job.rows.length)
  const end = Math.min(start + Math.min(size, bulkQueryPageSize), job.rows.length)
  return {
    csv: writeCsv([job.header, ...job.rows.slice(start, end)], job),
    numberOfRecords: end - start,
    locator: end < job.rows.length ? Buffer.from(String(end)).toString('base64') : 'null',
  }
}
