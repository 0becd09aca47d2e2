import { ApiError } from '../../context.ts'
import { parse } from '../../soql/parse.ts'
import { bulkError } from '../bulk-error.ts'
import { formatOf, oneOf } from '../format.ts'
import type { QueryJob } from '../job.ts'
import type { BulkCall, BulkWorld } from '../world.ts'
import { selectedPaths } from './refuse-query.ts'

/** A SOQL error in the Bulk API's words: its text under API_ERROR. */
function asBulkError(error: unknown): never {
  if (error instanceof ApiError && error.status === 400) {
    const [first] = error.errors
    throw first?.statusCode === 'API_ERROR' ? error : bulkError('API_ERROR', first?.message ?? error.message)
  }
  throw error
}

/**
 * `POST /jobs/query`. [Bulk API 2.0: Create a Query Job]
 * @throws ApiError 400 API_ERROR, INVALIDENTITY, INVALIDJOB, LIMIT_EXCEEDED
 */
export function createQueryJob(
  body: Readonly<Record<string, unknown>>,
  call: BulkCall,
  world: Pick<BulkWorld, 'records' | 'schema' | 'clock' | 'ids' | 'jobs' | 'allocations' | 'switches'>,
): QueryJob {
  const operation = oneOf(['query', 'queryAll'] as const, body.operation, 'operation')
  const format = formatOf(body)
  if (typeof body.query !== 'string' || body.query.trim() === '')
    throw bulkError('INVALIDJOB', 'InvalidJob : No query specified')
  const now = world.clock.now()
  let name = ''
  try {
    const statement = parse(body.query)
    name = statement.query.sObject ?? ''
    const object = world.schema.object(name)
    if (!object?.queryable || !call.access.canRead(object.name))
      throw bulkError('INVALIDENTITY', `Entity '${name}' is not supported by the Bulk API.`)
    name = object.name
    selectedPaths(statement, object, { records: world.records, access: call.access, now, text: body.query })
  } catch (error) {
    if (error instanceof ApiError && error.errors[0]?.statusCode === 'INVALIDENTITY') throw error
    asBulkError(error)
  }
  if (!world.allocations.spendQuery())
    throw bulkError(
      'LIMIT_EXCEEDED',
      `Max bulk v2 query jobs (${world.switches.dailyBulkQueryJobs}) per 24 hrs has been reached`,
    )
  const job: QueryJob = {
    kind: 'query',
    id: world.ids.next('750'),
    actor: call.actor,
    operation,
    object: name,
    query: body.query,
    apiVersion: Number(/v([\d.]+)$/.exec(call.base)?.[1] ?? 67),
    ...format,
    createdAt: now,
    changedAt: now,
    state: 'UploadComplete',
    header: [],
    rows: [],
    numberRecordsProcessed: 0,
    retries: 0,
  }
  world.jobs.add(job)
  return job
}
