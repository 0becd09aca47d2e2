import type { SaveResult, SaveSuccess } from '../../context.ts'
import { badRequest, bodyOf, type Call, isRecord, type RestWorld } from '../call.ts'

export type RowAnswer = Readonly<Record<string, unknown>> & { readonly success: boolean }

/** At most 200 rows go into one request. [REST API: sObject Collections] */
export function recordsOf(call: Call): readonly Record<string, unknown>[] {
  const { records } = bodyOf(call)
  if (!Array.isArray(records)) throw badRequest('INVALID_INPUT', 'records: a list of records is required')
  if (records.length > 200)
    throw badRequest('EXCEEDED_ID_LIMIT', 'record limit reached. cannot submit more than 200 records in this call')
  if (!records.every(isRecord))
    throw badRequest('JSON_PARSER_ERROR', 'Unexpected token: expected START_OBJECT in records')
  return records
}

/** The object of a row, from `attributes.type`. */
export function typeOf(record: Readonly<Record<string, unknown>>): string {
  const attributes = isRecord(record.attributes) ? record.attributes : {}
  if (typeof attributes.type !== 'string')
    throw badRequest('INVALID_INPUT', 'Include an entity type with your request.')
  return attributes.type
}

/** A record without one of its keys (any case), and that key's value. */
export function take(
  record: Readonly<Record<string, unknown>>,
  key: string,
): { value: unknown; rest: Record<string, unknown> } {
  const entries = Object.entries(record)
  const mine = entries.find(([name]) => name.toLowerCase() === key.toLowerCase())
  return { value: mine?.[1], rest: Object.fromEntries(entries.filter((entry) => entry !== mine)) }
}

function rowAnswer(result: SaveResult, withCreated: boolean): RowAnswer {
  if (result.success)
    return { id: result.id, success: true, errors: [], ...(withCreated ? { created: result.created } : {}) }
  const errors = result.errors.map(({ extra, ...error }) => ({ ...extra, ...error }))
  return { success: false, errors, ...(withCreated ? { created: false } : {}) }
}

/** A row that was there before keeps its id. [REST API: Update, Upsert, Delete Multiple Records, example responses] */
const rolledBack = ({ id, created }: SaveSuccess, withCreated: boolean): RowAnswer => ({
  ...(created ? {} : { id }),
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
  ...(withCreated ? { created: false } : {}),
})

/** What the parser stumbles over before any row is saved. */
const isParseError = (result: SaveResult): boolean =>
  !result.success &&
  result.errors.some(
    (error) =>
      error.statusCode === 'JSON_PARSER_ERROR' ||
      (error.statusCode === 'INVALID_FIELD' && error.message.startsWith('No such column')),
  )

/**
 * Saves rows in one transaction: HTTP 200 and one entry per row in order of the request, even when all failed. With
 * `allOrNone` one bad row undoes the rest.
 */
export function saveRows<Item>(
  call: Call,
  world: Pick<RestWorld, 'dml' | 'switches'>,
  items: readonly Item[],
  options: { allOrNone: boolean; withCreated: boolean },
  save: (item: Item) => SaveResult,
): readonly RowAnswer[] {
  return world.dml.transaction(call.actor, (rollback) => {
    const results = items.map(save)
    const unparsed = results.find(isParseError)
    if (unparsed && !unparsed.success && world.switches.collectionParseErrors === 'request') {
      rollback()
      const [error] = unparsed.errors
      throw badRequest(error?.statusCode ?? 'JSON_PARSER_ERROR', error?.message ?? '')
    }
    const failed = results.some((result) => !result.success)
    if (failed && options.allOrNone) rollback()
    return results.map((result) =>
      failed && options.allOrNone && result.success
        ? rolledBack(result, options.withCreated)
        : rowAnswer(result, options.withCreated),
    )
  })
}
