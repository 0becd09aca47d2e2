import { ApiError } from '../../context.ts'
import { inRecycleBin } from '../../data/recycle-bin.ts'
import type { Row } from '../../records.ts'
import { parse } from '../../soql/parse.ts'
import { follow, type Path } from '../../soql/path.ts'
import { runQuery } from '../../soql/run.ts'
import type { QueryJob } from '../job.ts'
import type { BulkWorld } from '../world.ts'
import { columnName, selectedPaths } from './refuse-query.ts'

type World = Pick<BulkWorld, 'records' | 'store' | 'schema' | 'clock' | 'access' | 'switches' | 'jobs' | 'faults'>

/** Values as text: empty for null, instants with `Z`. Decimals are written as they are kept, exactly. */
function cell(path: Path, row: Row, world: World): string {
  const value: unknown = follow(path, row, world.records)?.[path.field.name]
  if (value === null || value === undefined)
    return path.field.type === 'boolean' && path.steps.length === 0 ? 'false' : ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function rowsOf(job: QueryJob, world: World): readonly (readonly string[])[] {
  const access = world.access(job.actor.userId)
  const statement = parse(job.query)
  const object = world.schema.object(job.object)
  const queryWorld = { records: world.records, access, now: world.clock.now(), text: job.query }
  if (!object) throw new ApiError(400, { statusCode: 'INVALIDENTITY', message: job.object, fields: [] })
  const paths = selectedPaths(statement, object, queryWorld)
  job.header = paths.map(columnName)
  const withDeleted = job.operation === 'queryAll' || statement.allRows
  const binned = (name: string): readonly Row[] =>
    world.store
      .allDeleted(name)
      .filter((one) => inRecycleBin(one, world.clock.now()))
      .map(({ row }) => ({ ...row, IsDeleted: true }))
  const all = (name: string): readonly Row[] =>
    withDeleted ? [...world.records.all(name), ...binned(name)] : world.records.all(name)
  const byId = new Map(all(object.name).map((row) => [row.Id, row]))
  // What is selected is read from the rows themselves: the JSON of a query has lost the exact decimals.
  const ids = { type: 'Field', field: 'Id' } as const
  const found = runQuery(
    { ...statement, query: { ...statement.query, fields: [ids] } },
    { world: queryWorld, base: '', rowsOf: all },
  )
  return found.records.flatMap((record) => {
    const row = byId.get(String(record.Id))
    return row ? [paths.map((path) => cell(path, row, world))] : []
  })
}

function finish(job: QueryJob, world: World): void {
  if (!world.jobs.has(job) || job.state !== 'InProgress') return
  const broken = world.faults.strike(['bulk-job-failure'], `${job.operation} ${job.object}`)
  job.changedAt = world.clock.now()
  try {
    if (broken) throw new ApiError(400, { statusCode: 'API_ERROR', message: 'failed', fields: [] })
    job.rows = rowsOf(job, world)
    job.numberRecordsProcessed = job.rows.length
    job.state = 'JobComplete'
  } catch (error) {
    // The field or object went, or the right to see it, after the job was made.
    if (!(error instanceof ApiError)) throw error
    job.state = 'Failed'
  }
}

/** Sets a query job to work: after `bulkQueueSeconds` of the clock it is InProgress, `bulkChunkSeconds` later it is complete. */
export function processQuery(job: QueryJob, world: World): void {
  const later = (seconds: number, work: () => void): void => {
    if (seconds === 0) work()
    else world.clock.after(seconds * 1000, work)
  }
  later(world.switches.bulkQueueSeconds, () => {
    if (!world.jobs.has(job) || job.state !== 'UploadComplete') return
    job.state = 'InProgress'
    job.startedAt = job.changedAt = world.clock.now()
    later(world.switches.bulkChunkSeconds, () => finish(job, world))
  })
}
