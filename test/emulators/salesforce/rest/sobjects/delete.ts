import { objectInPath, type Operation } from '../call.ts'
import { changed } from '../save-answer.ts'

/** `DELETE /sobjects/{S}/{id}` → 204. */
export const deleteById: Operation<'dml' | 'schema'> = (call, world) => {
  const object = objectInPath(call, world)
  return changed(world.dml.delete(call.actor, object.name, call.params.id ?? ''), object.name, call.base)
}
