import type { Context as Http } from 'hono'
import { ApiError } from '../context.ts'
import { batchOf } from './batch.ts'
import { type Caller, callerOf, refuseChildren, type World } from './call.ts'
import { fieldTree, listOf } from './field-paths.ts'
import { layoutFields } from './layout.ts'
import { readRow } from './read-row.ts'
import { type RecordRepresentation, recordRepresentation } from './record-representation.ts'

type Needs = Pick<World, 'records' | 'schema' | 'access' | 'actor'>

function record(id: string, http: Http, { access }: Caller, { records, schema }: Needs): RecordRepresentation {
  refuseChildren(http)
  const { layoutTypes, fields, optionalFields } = http.req.query()
  if (fields === undefined && optionalFields === undefined && layoutTypes === undefined)
    throw new ApiError(400, {
      statusCode: 'ILLEGAL_QUERY_PARAMETER_VALUE',
      message: 'Specify either the fields, the optionalFields or the layoutTypes parameter.',
      fields: [],
    })
  const { object, row } = readRow(id, access, { records, schema })
  if (layoutTypes !== undefined && (fields !== undefined || optionalFields !== undefined))
    throw new ApiError(400, {
      statusCode: 'ILLEGAL_QUERY_PARAMETER_VALUE',
      message: 'Specify either fields or layoutTypes, not both.',
      fields: [],
    })
  const shown = layoutTypes === undefined ? [] : layoutFields(object, listOf(layoutTypes), access, schema)
  const tree = fieldTree(object, [...listOf(fields), ...shown], listOf(optionalFields), { schema, access })
  return recordRepresentation(row, tree, { records, access })
}

/** `GET /ui-api/records/{recordId}?fields=…&optionalFields=…`. */
export function getRecord(http: Http, world: Needs): Response {
  return http.json(record(http.req.param('recordId') ?? '', http, callerOf(http, world), world))
}

/** `GET /ui-api/records/batch/{recordIds}`: each id answers for itself. */
export function getRecords(http: Http, world: Needs): Response {
  const caller = callerOf(http, world)
  return http.json(batchOf(listOf(http.req.param('recordIds')), (id) => record(id, http, caller, world)))
}
