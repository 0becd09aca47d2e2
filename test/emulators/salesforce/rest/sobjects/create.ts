import { bodyOf, objectInPath, type Operation } from '../call.ts'
import { created, refuseKeyInBody } from '../save-answer.ts'
import { refuseLargeContent } from './content.ts'

/** `POST /sobjects/{S}` → 201 `{id, success, errors}`; for files also as multipart. */
export const create: Operation<'dml' | 'schema' | 'switches'> = (call, world) => {
  const object = objectInPath(call, world)
  const fields = bodyOf(call)
  refuseKeyInBody(fields, 'Id')
  refuseLargeContent(call, object, world)
  return created(world.dml.insert(call.actor, object.name, fields), object.name, call.base)
}
