import type { SalesforceError, SaveResult } from '../../context.ts'
import { failed, rowError } from '../../dml/errors.ts'
import { fieldOf, type ObjectSchema } from '../../schema.ts'
import type { DataRow, IngestJob, RowOutcome } from '../job.ts'
import type { BulkWorld } from '../world.ts'
import type { Column } from './columns.ts'
import { hardDelete } from './hard-delete.ts'
import { rowFields } from './row-fields.ts'

type World = Pick<BulkWorld, 'dml' | 'locks' | 'store' | 'switches' | 'faults' | 'schema'>

/** `CODE:message:FIELDS --`, several one after the other. */
const errorText = (errors: readonly SalesforceError[]): string =>
  errors.map(({ statusCode, message, fields }) => `${statusCode}:${message}:${[...fields, '--'].join(' ')}`).join(';')

/** The id that a row brings along; the result of a failed row repeats it. */
const idOf = (row: DataRow, columns: readonly Column[]): string => {
  const index = columns.findIndex((column) => column.kind === 'field' && column.field.name === 'Id')
  return row.cells[index] ?? ''
}

function without(fields: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key))
}

function save(job: IngestJob, fields: Record<string, unknown>, twice: ReadonlySet<unknown>, world: World): SaveResult {
  const { dml } = world
  const { actor, object } = job
  const id = typeof fields.Id === 'string' ? fields.Id : undefined
  const rest = without(fields, 'Id')
  const needId = (work: (id: string) => SaveResult): SaveResult =>
    id === undefined
      ? failed(
          rowError(
            'MISSING_ARGUMENT',
            `Id not specified in ${/^u/.test(job.operation) ? 'an update' : 'a delete'} call`,
          ),
        )
      : work(id)
  switch (job.operation) {
    case 'insert':
      return dml.insert(actor, object, fields)
    case 'update':
      return needId((one) => dml.update(actor, object, one, rest))
    case 'delete':
      return needId((one) => dml.delete(actor, object, one))
    case 'hardDelete':
      return needId((one) => hardDelete(actor, object, one, world))
    case 'upsert': {
      const key = job.externalIdFieldName ?? 'Id'
      const value = fields[key]
      return twice.has(value)
        ? failed(rowError('DUPLICATE_VALUE', `Duplicate external id specified: ${String(value)}`, [key]))
        : dml.upsert(actor, object, key, value, without(fields, key))
    }
  }
}

const outcomeOf = (result: SaveResult, id: string): RowOutcome =>
  result.success ? { id: result.id, created: result.created } : { id, error: errorText(result.errors) }

/** Keys that come more than once among these rows: each of their rows fails. */
function repeated(keys: readonly unknown[], caseSensitive: boolean): ReadonlySet<unknown> {
  const seen = new Map<unknown, unknown[]>()
  for (const key of keys) {
    if (typeof key !== 'string') continue
    const same = caseSensitive ? key : key.toLowerCase()
    seen.set(same, [...(seen.get(same) ?? []), key])
  }
  return new Set([...seen.values()].filter((all) => all.length > 1).flat())
}

/** Up to 200 rows on their way into the org. */
export interface Chunk {
  readonly job: IngestJob
  readonly rows: readonly DataRow[]
  readonly columns: readonly Column[]
  readonly object: ObjectSchema
}

/** Saves every row by itself, within one transaction. */
function saveRows({ job, rows, columns, object }: Chunk, world: World): void {
  const read = rows.map((row) => ({ row, ...rowFields(row.cells, columns, world.switches) }))
  const key = fieldOf(object, job.externalIdFieldName ?? 'Id')
  const keys = job.operation === 'upsert' && key ? read.map(({ fields }) => fields[key.name]) : []
  const twice = repeated(keys, key?.caseSensitive ?? false)
  world.dml.transaction(job.actor, () => {
    for (const { row, fields, errors } of read) {
      const result = errors.length > 0 ? failed(...errors) : save(job, fields, twice, world)
      row.outcome = outcomeOf(result, idOf(row, columns))
    }
  })
}

/** Whether somebody else holds a row that these rows need; nothing is saved. */
export const meetsLock = (chunk: Chunk, world: World): boolean =>
  world.locks.meets(chunk.job.actor, () => {
    saveRows(chunk, world)
  })

/**
 * Saves up to 200 rows in one transaction: a failed row leaves no trace, the others stay. [Bulk API 2.0: How Requests Are
 * Processed]
 */
export function saveChunk(chunk: Chunk, world: World): void {
  const { job, rows, columns } = chunk
  if (world.faults.strike(['bulk-row-lock'], `${job.operation} ${job.object}`)) {
    job.retries += 1
    const locked = failed(rowError('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record'))
    for (const row of rows) row.outcome = outcomeOf(locked, idOf(row, columns))
  } else
    world.locks.mind(() => {
      saveRows(chunk, world)
    })
  job.numberRecordsProcessed += rows.length
  job.numberRecordsFailed += rows.filter(({ outcome }) => outcome && 'error' in outcome).length
}
