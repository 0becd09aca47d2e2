import type { Context as Http } from 'hono'
import { z } from 'zod'
import { ApiError, type SaveResult } from '../context.ts'
import { fieldOf, type ObjectSchema } from '../schema.ts'
import { callerOf, type Caller, type World } from './call.ts'
import { refuseStale } from './conditional.ts'
import { emptyTree } from './field-paths.ts'
import { readBody } from './read-body.ts'
import { readRow } from './read-row.ts'
import { recordError } from './record-error.ts'
import { type RecordRepresentation, recordRepresentation } from './record-representation.ts'
import { isUiApiObject } from './supported.ts'

type Needs = Pick<World, 'records' | 'schema' | 'dml' | 'locks' | 'access' | 'actor'>

const fieldsForm = z.record(z.string(), z.unknown())
const createForm = z.object({ apiName: z.string().min(1), fields: fieldsForm })
const updateForm = z.object({ fields: fieldsForm })

/** The saved record with the fields of the request, as far as the user may read them. */
function saved(
  result: SaveResult,
  object: ObjectSchema,
  names: readonly string[],
  doing: 'create' | 'update',
  { access }: Caller,
  { records }: Needs,
): RecordRepresentation {
  if (!result.success) throw recordError(result, object, doing)
  const tree = emptyTree(object)
  for (const name of names) {
    const field = fieldOf(object, name)
    if (field && access.readableField(object.name, field.name)) tree.fields.add(field)
  }
  return recordRepresentation(records.get(object.name, result.id) ?? result.row, tree, { records, access })
}

/** `POST /ui-api/records` `{apiName, fields}` → 201. */
export async function createRecord(http: Http, world: Needs): Promise<Response> {
  const caller = callerOf(http, world)
  const { apiName, fields } = await readBody(http.req.raw, createForm, 'Record input')
  const object = world.schema.object(apiName)
  if (!object || !isUiApiObject(object) || !caller.access.canRead(object.name))
    throw new ApiError(400, {
      statusCode: 'INVALID_TYPE',
      message: `Object ${apiName} is not supported in UI API`,
      fields: [],
    })
  const result = await world.locks.waitFor(caller.actor, () => world.dml.insert(caller.actor, object.name, fields))
  return http.json(saved(result, object, Object.keys(fields), 'create', caller, world), 201)
}

/** `PATCH /ui-api/records/{recordId}` `{fields}` → 200 with the record. */
export async function updateRecord(http: Http, world: Needs): Promise<Response> {
  const caller = callerOf(http, world)
  const { object, row } = readRow(http.req.param('recordId') ?? '', caller.access, world)
  refuseStale(http, row)
  const { fields } = await readBody(http.req.raw, updateForm, 'Record input')
  // Clients send the id along with the fields; it is not one to be written.
  const written = Object.fromEntries(Object.entries(fields).filter(([name]) => name.toLowerCase() !== 'id'))
  const save = (): SaveResult => world.dml.update(caller.actor, object.name, row.Id, written)
  const result = await world.locks.waitFor(caller.actor, save)
  return http.json(saved(result, object, Object.keys(written), 'update', caller, world))
}

/** `DELETE /ui-api/records/{recordId}` → 204. */
export async function deleteRecord(http: Http, world: Needs): Promise<Response> {
  const caller = callerOf(http, world)
  const { object, row } = readRow(http.req.param('recordId') ?? '', caller.access, world)
  const result = await world.locks.waitFor(caller.actor, () => world.dml.delete(caller.actor, object.name, row.Id))
  if (!result.success) throw recordError(result, object, 'delete')
  return http.body(null, 204)
}
