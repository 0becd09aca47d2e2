import type { Store } from '../data/store.ts'
import type { Row } from '../records.ts'
import type { FieldSchema } from '../schema.ts'

/** A look-up that is emptied when its parent goes needs no lock on the parent; standard look-ups take one. */
const locksParent = (field: FieldSchema): boolean =>
  field.masterDetail || !field.custom || field.onParentDelete !== 'clear'

/**
 * The rows that a save locks: those it wrote (sums in parents among them), the parents a new child points to, both parents when
 * it moves, the masters always. [Record Locking Cheat Sheet]
 */
export function lockedRows(store: Store, mark: number): ReadonlySet<string> {
  const ids = new Set<string>()
  const add = (id: unknown): void => {
    if (typeof id === 'string') ids.add(id)
  }
  for (const { object: name, id, before } of store.writtenSince(mark)) {
    add(id)
    const after: Row | undefined = store.get(name, id)
    const references = store.schema.object(name)?.fields.filter((field) => field.type === 'reference') ?? []
    for (const field of references) {
      if (!locksParent(field) || field.referenceTo.includes('User')) continue
      const [was, is] = [before?.[field.name] ?? null, after?.[field.name] ?? null]
      if (was === is && !field.masterDetail) continue
      if (before && !after && !field.masterDetail) continue
      add(was)
      add(is)
    }
  }
  return ids
}
