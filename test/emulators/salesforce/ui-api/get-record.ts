import type { Context as Http } from 'hono'
import { ApiError, notSupported } from '../context.ts'
import { type Caller, callerOf, type World } from './call.ts'
import { fieldTree, listOf } from './field-paths.ts'
import { readRow } from './read-row.ts'
import { type RecordRepresentation, recordRepresentation } from './record-representation.ts'

type Needs = Pick<World, 'records' | 'schema' | 'access' | 'actor'>

function record(id: string, http: Http, { access }: Caller, { records, schema }: Needs): RecordRepresentation {
  const { layoutTypes, fields, optionalFields } = http.req.query()
  if (layoutTypes !== undefined) throw notSupported('GET /ui-api/records with layoutTypes')
  if (fields === undefined && optionalFields === undefined)
    throw new ApiError(400, {
      statusCode: 'ILLEGAL_QUERY_PARAMETER_VALUE',
      message: 'Specify either the fields, the optionalFields or the layoutTypes parameter.',
      fields: [],
    })
  const { object, row } = readRow(id, access, { records, schema })
  const tree = fieldTree(object, listOf(fields), listOf(optionalFields), { schema, access })
  return recordRepresentation(row, tree, { records, access })
}

/** `GET /ui-api/records/{recordId}?fields=…&optionalFields=…`. */
export function getRecord(http: Http, world: Needs): Response {
  return http.json(record(http.req.param('recordId') ?? '', http, callerOf(http, world), world))
}

/** `GET /ui-api/records/batch/{recordIds}`: each id answers for itself. */
export function getRecords(http: Http, world: Needs): Response {
  const caller = callerOf(http, world)
  const ids = listOf(http.req.param('recordIds'))
  const results = ids.map((id) => {
    try {
      return { result: record(id, http, caller, world), statusCode: 200 }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const result = error.errors.map(({ statusCode, message }) => ({ errorCode: statusCode, message }))
      return { result, statusCode: error.status }
    }
  })
  return http.json({ hasErrors: results.some(({ statusCode }) => statusCode !== 200), results })
}
