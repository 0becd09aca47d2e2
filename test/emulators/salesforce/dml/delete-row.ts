import type { SaveResult } from '../context.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { stamps } from '../data/system-row.ts'
import { childrenOf } from './children.ts'
import { refuse } from './errors.ts'
import { objectRules } from './rules/index.ts'
import { adjust } from './rules/rule.ts'
import { ruleWorld, type Save } from './save.ts'

const label = (object: ObjectSchema, row: Row): string =>
  String(row[object.fields.find((field) => field.nameField)?.name ?? 'Id'])

/** Deletes one row and what hangs on it; the rows that go along are noted under `root`, and come back with it. */
export function erase(save: Save, object: ObjectSchema, row: Row, root = row.Id): void {
  const { store } = save.world
  const world = ruleWorld(save)
  const rules = objectRules[object.name]
  rules?.beforeDelete?.(row, world)
  const cleared: { object: string; id: string; field: string }[] = []
  const last = { ...row, ...stamps(row, save.actor.userId, world.now) }
  // Gone first: a child that points back, or a cycle of parents, then ends here.
  store.erase(object.name, row.Id, !rules?.noRecycleBin, { row: last, with: root, cleared })
  for (const { object: childObject, field } of childrenOf(store.schema, object.name)) {
    const rows = store.find(childObject.name, field.name, row.Id).flatMap((id) => store.get(childObject.name, id) ?? [])
    if (rows.length === 0) continue
    if (field.onParentDelete === 'restrict')
      refuse(
        'DELETE_FAILED',
        `Your attempt to delete ${label(object, row)} could not be completed because it is associated with the following ${childObject.labelPlural.toLowerCase()}.: ${rows.map((child) => label(childObject, child)).join(', ')}`,
      )
    for (const child of rows) {
      if (field.onParentDelete === 'cascade') erase(save, childObject, child, root)
      // What nobody may write (where a file was first published) goes on naming the record that is gone.
      else if (field.updateable) {
        adjust(childObject.name, child.Id, { [field.name]: null }, world)
        cleared.push({ object: childObject.name, id: child.Id, field: field.name })
      }
    }
  }
  rules?.after?.(row, world)
}

/** Deletes a row with its details, clears look-ups to it, or refuses because something depends on it. */
export function deleteRow(save: Save, row: Row): SaveResult {
  const { object, access } = save
  if (!object.deletable) refuse('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support delete`)
  if (!access.canDelete(object.name))
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id')
  erase(save, object, row)
  return { success: true, id: row.Id, created: false, row }
}
