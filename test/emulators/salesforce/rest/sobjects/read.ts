import { ApiError } from '../../context.ts'
import { to18 } from '../../ids.ts'
import { notFound, objectInPath, type Operation } from '../call.ts'
import { chosenFields, rowJson } from '../row-json.ts'

/** `GET /sobjects/{S}/{id}?fields=A,B`. */
export const read: Operation<'store' | 'schema'> = (call, world) => {
  const object = objectInPath(call, world)
  const id = to18(call.params.id ?? '')
  if (id === undefined)
    throw notFound(`Provided external ID field does not exist or is not accessible: ${call.params.id ?? ''}`)
  const row = world.store.get(object.name, id)
  if (!row || !call.access.readable(object.name, row)) {
    if (world.store.deleted(object.name, id))
      throw new ApiError(404, { statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] })
    throw notFound()
  }
  const fields = chosenFields(object, call.query.get('fields')?.split(','), call.access)
  return { status: 200, body: rowJson(object, row, fields, call.base) }
}
