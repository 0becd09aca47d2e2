import { ApiError } from '../../context.ts'
import { to18 } from '../../ids.ts'
import { fieldOf, type FieldSchema, type ObjectSchema } from '../../schema.ts'
import { bodyOf, type Call, notFound, objectInPath, type Operation, type RestWorld } from '../call.ts'
import { chosenFields, rowJson } from '../row-json.ts'
import { changed, created, refuseKeyInBody, throwFailure } from '../save-answer.ts'
import { versionOf } from '../versions.ts'

/** The external-id or idLookup field named in the path. */
function keyField(call: Call, object: ObjectSchema): FieldSchema {
  const field = fieldOf(object, call.params.field ?? '')
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
  const row = world.store.get(object.name, only(call, object, keyField(call, object), world))
  if (!row) throw notFound()
  const fields = chosenFields(object, call.query.get('fields')?.split(','), call.access)
  return { status: 200, body: rowJson(object, row, fields, call.base) }
}

/** `DELETE /sobjects/{S}/{Field}/{value}` → 204. */
export const deleteByExternalId: Operation<'dml' | 'store' | 'schema'> = (call, world) => {
  const object = objectInPath(call, world)
  const id = only(call, object, keyField(call, object), world)
  return changed(world.dml.delete(call.actor, object.name, id), object.name, call.base)
}

/**
 * `PATCH /sobjects/{S}/{Field}/{value}`: 201 when inserted, 200 when updated, both with `created`; 300 when the value fits
 * several rows. `?updateOnly=true` inserts nothing (what it answers then is the switch `updateOnlyWithoutMatchStatus`).
 */
export const upsertByExternalId: Operation<'dml' | 'schema' | 'switches'> = (call, world) => {
  const object = objectInPath(call, world)
  const field = keyField(call, object)
  const fields = bodyOf(call)
  refuseKeyInBody(fields, field.name)
  refuseKeyInBody(fields, 'Id')
  const updateOnly = call.query.get('updateOnly') === 'true'
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
  if (versionOf(call.base) < 37)
    throw new ApiError(405, {
      statusCode: 'METHOD_NOT_ALLOWED',
      message: `HTTP Method 'POST' not allowed. Allowed are HEAD,GET,PATCH,DELETE`,
      fields: [],
    })
  const fields = bodyOf(call)
  refuseKeyInBody(fields, 'Id')
  return created(world.dml.insert(call.actor, object.name, fields), object.name, call.base, { created: true })
}
