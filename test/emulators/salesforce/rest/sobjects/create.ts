import { bodyOf, objectInPath, type Operation } from '../call.ts'
import { created, refuseKeyInBody } from '../save-answer.ts'

/** `POST /sobjects/{S}` → 201 `{id, success, errors}`. */
export const create: Operation<'dml' | 'schema'> = (call, world) => {
  const object = objectInPath(call, world)
  const fields = bodyOf(call)
  refuseKeyInBody(fields, 'Id')
  return created(world.dml.insert(call.actor, object.name, fields), object.name, call.base)
}
