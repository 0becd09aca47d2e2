import type { SaveResult } from '../context.ts'
import type { Row } from '../records.ts'
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts'
import { refuse } from './errors.ts'
import { objectRules } from './rules/index.ts'
import { adjust } from './rules/rule.ts'
import { ruleWorld, type Save } from './save.ts'

interface Child {
  readonly object: ObjectSchema
  readonly field: FieldSchema
}

/** Every reference field that points at `name`; user look-ups are left alone, users are never deleted. */
function childrenOf(schema: Schema, name: string): readonly Child[] {
  return schema
    .objects()
    .flatMap((object) =>
      object.fields.filter((field) => field.referenceTo.includes(name)).map((field) => ({ object, field })),
    )
}

const label = (object: ObjectSchema, row: Row): string =>
  String(row[object.fields.find((field) => field.nameField)?.name ?? 'Id'])

function erase(save: Save, object: ObjectSchema, row: Row): void {
  const { store } = save.world
  const world = ruleWorld(save)
  const rules = objectRules[object.name]
  rules?.beforeDelete?.(row, world)
  // Gone first: a child that points back, or a cycle of parents, then ends here.
  store.erase(object.name, row.Id, !rules?.noRecycleBin)
  for (const { object: childObject, field } of childrenOf(store.schema, object.name)) {
    const ids = store.find(childObject.name, field.name, row.Id)
    const rows = ids.flatMap((id) => store.get(childObject.name, id) ?? [])
    if (rows.length === 0) continue
    if (field.onParentDelete === 'restrict')
      refuse(
        'DELETE_FAILED',
        `Your attempt to delete ${label(object, row)} could not be completed because it is associated with the following ${childObject.labelPlural.toLowerCase()}.: ${rows.map((child) => label(childObject, child)).join(', ')}`,
      )
    for (const child of rows)
      if (field.onParentDelete === 'cascade') erase(save, childObject, child)
      else adjust(childObject.name, child.Id, { [field.name]: null }, world)
  }
  rules?.after?.(row, world)
}

/** Deletes a row with its details, clears look-ups to it, or refuses because something depends on it. */
export function deleteRow(save: Save, row: Row): SaveResult {
  const { object, access } = save
  if (!access.canDelete(object.name) || !object.deletable)
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id')
  erase(save, object, row)
  return { success: true, id: row.Id, created: false, row }
}
