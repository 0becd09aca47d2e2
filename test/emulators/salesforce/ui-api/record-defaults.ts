import type { Context as Http } from 'hono'
import { callerOf, type World } from './call.ts'
import { layoutOf } from './layout.ts'
import { objectInfoOf, objectOf } from './object-info.ts'
import { eTagOf, masterRecordTypeId } from './record-representation.ts'

type Needs = Pick<World, 'schema' | 'describe' | 'access' | 'actor'>

/**
 * `GET /ui-api/record-defaults/create/{objectApiName}`: the values that a new record begins with.
 * [User Interface API Developer Guide: Get Default Values to Create a Record]
 */
export function createDefaults(http: Http, world: Needs): Response {
  const { access } = callerOf(http, world)
  const object = objectOf(http.req.param('objectApiName') ?? '', access, world.schema)
  const writable = object.fields.filter((field) => field.createable && access.editableField(object.name, field.name))
  const fields = Object.fromEntries(
    writable.map((field) => {
      const chosen = field.picklistValues.find(({ defaultValue, active }) => defaultValue && active)
      const stated = field.type === 'boolean' ? field.defaultValue === true : (field.defaultValue ?? null)
      return [field.name, { displayValue: chosen?.label ?? null, value: chosen?.value ?? stated }]
    }),
  )
  const record = {
    apiName: object.name,
    childRelationships: {},
    fields,
    id: null,
    lastModifiedById: null,
    lastModifiedDate: null,
    recordTypeId: masterRecordTypeId,
    recordTypeInfo: null,
    systemModstamp: null,
    weakEtag: 0,
  }
  return http.json({
    layout: layoutOf(object, 'Full', 'Create', access),
    objectInfos: { [object.name]: objectInfoOf(object, access, world) },
    record: { ...record, eTag: eTagOf(record) },
  })
}
