import { bodyOf, objectInPath, type Operation } from '../call.ts'
import { changed, refuseKeyInBody } from '../save-answer.ts'

/** `PATCH /sobjects/{S}/{id}` → 204. Fields left out stay as they are. */
export const update: Operation<'dml' | 'schema'> = (call, world) => {
  const object = objectInPath(call, world)
  const fields = bodyOf(call)
  refuseKeyInBody(fields, 'Id')
  return changed(world.dml.update(call.actor, object.name, call.params.id ?? '', fields), object.name, call.base)
}
