import type { ObjectSchema } from '../../schema.ts'
import { readCsv } from '../csv.ts'
import type { DataRow, IngestJob } from '../job.ts'
import type { BulkWorld } from '../world.ts'
import { type Column, columnsOf } from './columns.ts'
import { meetsLock, saveChunk } from './save-chunk.ts'

/** Rows saved together, and rows counted as one batch of the daily allocation. */
const chunkRows = 200
const batchRows = 10_000
/** [Bulk API and Bulk API 2.0 Limits and Allocations] */
const maxFields = 5000
const maxRowCharacters = 400_000
const maxFieldCharacters = 131_072

type World = Omit<BulkWorld, 'ids' | 'records'>

const at = (seconds: number, world: Pick<World, 'clock'>, work: () => void): void => {
  if (seconds === 0) work()
  else world.clock.after(seconds * 1000, work)
}

function end(job: IngestJob, state: 'JobComplete' | 'Failed', world: World, errorMessage?: string): void {
  job.state = state
  job.changedAt = world.clock.now()
  if (errorMessage !== undefined) job.errorMessage = errorMessage
}

/** What makes the whole job fail before its first row. */
function tooLarge(rows: readonly DataRow[], header: readonly string[]): string | undefined {
  if (header.length > maxFields) return `InvalidBatch : A record can have at most ${maxFields} fields`
  for (const { cells } of rows) {
    if (cells.some((cell) => cell.length > maxFieldCharacters))
      return `InvalidBatch : A field can have at most ${maxFieldCharacters} characters`
    if (cells.reduce((sum, cell) => sum + cell.length, 0) > maxRowCharacters)
      return `InvalidBatch : A record can have at most ${maxRowCharacters} characters`
  }
  return undefined
}

/** The column that the operation cannot do without. */
const neededColumn = (job: IngestJob): string | undefined =>
  job.operation === 'insert' ? undefined : job.operation === 'upsert' ? (job.externalIdFieldName ?? 'Id') : 'Id'

function prepare(
  job: IngestJob,
  object: ObjectSchema,
  world: World,
): { readonly columns: readonly Column[]; readonly rows: readonly DataRow[] } | string {
  const table = readCsv(job.content ?? '', job)
  if (typeof table === 'string') return table
  const rows: readonly DataRow[] = table.rows.map((cells) => ({ cells }))
  job.header = table.header
  job.rows = rows
  const large = tooLarge(rows, table.header)
  if (large !== undefined) return large
  const access = world.access(job.actor.userId)
  const columns = columnsOf(table.header, object, { ...world, access })
  if (typeof columns === 'string') return `InvalidBatch : ${columns}`
  const names = columns.map((column) => (column.kind === 'field' ? column.field.name : column.name))
  const needed = neededColumn(job)
  if (needed !== undefined && !names.includes(needed)) return `InvalidBatch : Field name not found : ${needed}`
  if (/delete/i.test(job.operation) && names.length > 1) return 'InvalidBatch : Delete batches must contain only ids'
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? { columns, rows } : `InvalidBatch : Duplicate field name : ${twice}`
}

function work(job: IngestJob, world: World): void {
  const object = world.schema.object(job.object)
  if (!world.jobs.has(job) || job.state !== 'UploadComplete' || !object) return
  job.state = 'InProgress'
  job.startedAt = job.changedAt = world.clock.now()
  const prepared = prepare(job, object, world)
  if (typeof prepared === 'string') {
    end(job, 'Failed', world, prepared)
    return
  }
  const { rows, columns } = prepared
  const step = (start: number): void => {
    if (!world.jobs.has(job) || job.state !== 'InProgress') return
    const broken = world.faults.strike(['bulk-job-failure'], `${job.operation} ${job.object}`)
    if (broken) {
      end(
        job,
        'Failed',
        world,
        typeof broken.errorMessage === 'string'
          ? broken.errorMessage
          : 'InternalServerError : An unexpected error occurred',
      )
      return
    }
    // Rows of batches beyond the day's allocation are not processed.
    if (start % batchRows === 0 && start < rows.length && !world.allocations.spendBatch()) {
      end(job, 'Failed', world, 'ExceededQuota : ApiBatchItems Limit exceeded.')
      return
    }
    save(start, 0)
  }
  // Held rows are waited for as in every call, and the 200 tried again; in the end the held ones fail.
  const save = (start: number, tries: number): void => {
    if (!world.jobs.has(job) || job.state !== 'InProgress') return
    const chunk = { job, columns, object, rows: rows.slice(start, start + chunkRows) }
    if (tries < world.switches.bulkLockRetries && meetsLock(chunk, world)) {
      job.retries += 1
      world.clock.after(world.switches.rowLockSeconds * 1000, () => save(start, tries + 1))
      return
    }
    saveChunk(chunk, world)
    if (start + chunkRows >= rows.length) end(job, 'JobComplete', world)
    else at(world.switches.bulkChunkSeconds, world, () => step(start + chunkRows))
  }
  at(world.switches.bulkChunkSeconds, world, () => step(0))
}

/** Sets a job to work that is UploadComplete: after `bulkQueueSeconds` of the clock, `bulkChunkSeconds` for every 200 rows. */
export function processJob(job: IngestJob, world: World): void {
  at(world.switches.bulkQueueSeconds, world, () => work(job, world))
}
