import { ApiError, notSupported } from '../../context.ts'
import { to18 } from '../../ids.ts'
import { fieldOf, type FieldSchema, type ObjectSchema } from '../../schema.ts'
import { bodyOf, type Call, notFound, objectInPath, type Operation, type RestWorld, switchInQuery } from '../call.ts'
import { methodNotAllowed } from '../method-not-allowed.ts'
import { chosenFields, rowJson } from '../row-json.ts'
import { changed, created, refuseKeyInBody, throwFailure } from '../save-answer.ts'
import { versionOf } from '../versions.ts'

/** `/sobjects/{S}/{id}/{relationship}`, which Salesforce has too. [REST API Developer Guide: sObject Relationships] */
function refuseRelationship(call: Call, object: ObjectSchema, { schema }: Pick<RestWorld, 'schema'>): void {
  const { field: id = '', value = '' } = call.params
  if (to18(id) === undefined || !id.startsWith(object.keyPrefix)) return
  const name = value.toLowerCase()
  const parent = object.fields.some((field) => field.relationshipName?.toLowerCase() === name)
  const child = schema
    .objects()
    .flatMap((other) => other.fields)
    .some((field) => field.childRelationshipName?.toLowerCase() === name && field.referenceTo.includes(object.name))
  if (parent || child) throw notSupported(`${call.method} /sobjects/${object.name}/{id}/${value}`)
}

/** The external-id or idLookup field named in the path. */
function keyField(call: Call, object: ObjectSchema, world: Pick<RestWorld, 'schema'>): FieldSchema {
  const field = fieldOf(object, call.params.field ?? '')
  if (!field) refuseRelationship(call, object, world)
  if (!field || !(field.externalId || field.idLookup) || !call.access.readableField(object.name, field.name))
    throw notFound()
  return field
}

/** The one live row with the path's value; several are a 300 with their URLs. */
function only(call: Call, object: ObjectSchema, field: FieldSchema, { store }: Pick<RestWorld, 'store'>): string {
  const value = call.params.value ?? ''
  if (field.name === 'Id') return to18(value) ?? value
  const found = store.find(object.name, field.name, value)
  const [first] = found
  if (first === undefined) throw notFound()
  if (found.length > 1)
    throw new ApiError(
      300,
      [],
      found.map((id) => `${call.base}/sobjects/${object.name}/${id}`),
    )
  return first
}

/** `GET /sobjects/{S}/{Field}/{value}`. */
export const readByExternalId: Operation<'store' | 'schema'> = (call, world) => {
  const object = objectInPath(call, world)
  const row = world.store.get(object.name, only(call, object, keyField(call, object, world), world))
  if (!row) throw notFound()
  const fields = chosenFields(object, call.query.get('fields')?.split(','), call.access)
  return { status: 200, body: rowJson(object, row, fields, call.base) }
}

/** `DELETE /sobjects/{S}/{Field}/{value}` → 204. */
export const deleteByExternalId: Operation<'dml' | 'store' | 'schema'> = (call, world) => {
  const object = objectInPath(call, world)
  const id = only(call, object, keyField(call, object, world), world)
  return changed(world.dml.delete(call.actor, object.name, id), object.name, call.base)
}

/**
 * `PATCH /sobjects/{S}/{Field}/{value}`: 201 when inserted, 200 when updated, both with `created`; 300 when the value fits
 * several rows. `?updateOnly=true` inserts nothing (what it answers then is the switch `updateOnlyWithoutMatchStatus`).
 */
export const upsertByExternalId: Operation<'dml' | 'schema' | 'switches'> = (call, world) => {
  const object = objectInPath(call, world)
  const field = keyField(call, object, world)
  const fields = bodyOf(call)
  refuseKeyInBody(fields, field.name)
  refuseKeyInBody(fields, 'Id')
  const updateOnly = switchInQuery(call, 'updateOnly', world)
  const result = world.dml.upsert(call.actor, object.name, field.name, call.params.value, fields, { updateOnly })
  if (!result.success && updateOnly && result.errors[0]?.statusCode === 'NOT_FOUND')
    throw new ApiError(world.switches.updateOnlyWithoutMatchStatus, result.errors)
  if (!result.success) throwFailure(result, object.name, call.base)
  const answer = created(result, object.name, call.base, { created: result.created })
  return { ...answer, status: result.created ? 201 : 200 }
}

/** `POST /sobjects/{S}/Id`: an upsert whose key is empty, so an insert; from v37.0 on. */
export const upsertWithoutKey: Operation<'dml' | 'schema'> = (call, world) => {
  const object = objectInPath(call, world)
  if (versionOf(call.base) < 37) throw methodNotAllowed('POST', ['GET', 'PATCH', 'DELETE'])
  const fields = bodyOf(call)
  refuseKeyInBody(fields, 'Id')
  return created(world.dml.insert(call.actor, object.name, fields), object.name, call.base, { created: true })
}
