import type { Context as Http } from 'hono'
import type { ObjectSchema } from '../schema.ts'
import { callerOf, refuseChildren, type World } from './call.ts'
import { fieldTree, listOf } from './field-paths.ts'
import { layoutFields, layoutOf, layoutTypes, modes, oneOf } from './layout.ts'
import { objectInfoOf } from './object-info.ts'
import { readRow } from './read-row.ts'
import { eTagOf, masterRecordTypeId, recordRepresentation } from './record-representation.ts'

type Needs = Pick<World, 'records' | 'schema' | 'describe' | 'access' | 'actor'>

/**
 * `GET /ui-api/record-ui/{recordIds}?layoutTypes=Full&modes=View`: records with all that is needed to show them.
 * [User Interface API Developer Guide: Get Record Data, Object Metadata, and Layout Metadata]
 */
export function recordUi(http: Http, world: Needs): Response {
  const { access } = callerOf(http, world)
  refuseChildren(http)
  const query = http.req.query()
  const types = listOf(query.layoutTypes ?? 'Full').map((one) => oneOf(layoutTypes, one, 'layoutTypes'))
  const wantedModes = listOf(query.modes ?? 'View').map((one) => oneOf(modes, one, 'modes'))
  const objects = new Map<string, ObjectSchema>()
  const records: Record<string, unknown> = {}
  for (const id of listOf(http.req.param('recordIds'))) {
    const { object, row } = readRow(id, access, world)
    objects.set(object.name, object)
    const own = listOf(query.optionalFields).filter((name) => name.startsWith(`${object.name}.`))
    const tree = fieldTree(object, layoutFields(object, types, access, world.schema), own, {
      schema: world.schema,
      access,
    })
    records[row.Id] = recordRepresentation(row, tree, { records: world.records, access })
  }
  const layoutsOf = (object: ObjectSchema) =>
    Object.fromEntries(
      types.map((type) => [
        type,
        Object.fromEntries(wantedModes.map((mode) => [mode, layoutOf(object, type, mode, access)])),
      ]),
    )
  const all = [...objects.values()]
  const body = {
    layoutUserStates: {},
    layouts: Object.fromEntries(all.map((object) => [object.name, { [masterRecordTypeId]: layoutsOf(object) }])),
    objectInfos: Object.fromEntries(all.map((object) => [object.name, objectInfoOf(object, access, world)])),
    records,
  }
  return http.json({ ...body, eTag: eTagOf(body) })
}
