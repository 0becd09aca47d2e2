import type { SaveResult } from '../context.ts'
import { inRecycleBin } from '../data/recycle-bin.ts'
import { stamps } from '../data/system-row.ts'
import type { DeletedRow } from '../data/store.ts'
import { to18 } from '../ids.ts'
import type { ObjectSchema } from '../schema.ts'
import { checkUnique } from './check-row.ts'
import { refuse } from './errors.ts'
import { objectRules } from './rules/index.ts'
import { adjust } from './rules/rule.ts'
import { ruleWorld, type Save } from './save.ts'

const failed = (message: string): never => refuse('UNDELETE_FAILED', message)

/** A detail comes back with its master only, and nothing without a record that it must name. */
function checkParents(object: ObjectSchema, { row }: DeletedRow, { world: { store } }: Save): void {
  for (const field of object.fields) {
    const id = row[field.name]
    const needed = field.onParentDelete === 'cascade' || !field.nillable
    if (field.type !== 'reference' || !needed || typeof id !== 'string') continue
    if (!field.referenceTo.some((name) => store.get(name, id))) failed('The parent record is deleted')
  }
}

function restore(save: Save, object: ObjectSchema, deleted: DeletedRow): void {
  const { store } = save.world
  const world = ruleWorld(save)
  checkParents(object, deleted, save)
  const merged = 'MasterRecordId' in deleted.row ? { MasterRecordId: null } : {}
  const row = { ...deleted.row, ...merged, ...stamps(deleted.row, save.actor.userId, world.now) }
  checkUnique(object, row, store)
  store.restore(object.name, row)
  objectRules[object.name]?.after?.(row, world)
}

/** Look-ups that the deletion emptied name the row again, unless somebody has filled them meanwhile. */
function nameAgain(save: Save, { row, cleared }: DeletedRow): void {
  for (const { object, id, field } of cleared)
    if (save.world.store.get(object, id)?.[field] === null) adjust(object, id, { [field]: row.Id }, ruleWorld(save))
}

/** What a row named when it was deleted may be gone by now: such look-ups come back empty. */
function clearDangling(save: Save, object: ObjectSchema, id: string): void {
  const { store } = save.world
  for (const field of object.fields) {
    const named = store.get(object.name, id)?.[field.name]
    if (field.type !== 'reference' || !field.updateable || typeof named !== 'string') continue
    if (!field.referenceTo.some((name) => store.get(name, named)))
      adjust(object.name, id, { [field.name]: null }, ruleWorld(save))
  }
}

/** Brings back a row, and the rows that its deletion took along. [SOAP API Developer Guide: undelete()] */
export function undeleteRow(save: Save, id: string): SaveResult {
  const { object, access, world } = save
  const long = to18(id)
  if (long === undefined) return refuse('MALFORMED_ID', `malformed id ${id}`, ['Id'])
  const deleted = world.store.deleted(object.name, long)
  if (!deleted || !inRecycleBin(deleted, world.clock.now())) return failed('Entity is not in the recycle bin')
  if (!access.canDelete(object.name))
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id')
  const along = world.store.schema
    .objects()
    .flatMap((one) => world.store.allDeleted(one.name).map((gone) => ({ one, gone })))
    .filter(({ gone }) => gone.with === deleted.row.Id && gone.row.Id !== long && gone.at === deleted.at)
  restore(save, object, deleted)
  // Parents before their details, whatever order the objects are in.
  let waiting = along.filter(({ gone }) => gone.recycleBin)
  while (waiting.length > 0) {
    const ready = waiting.filter(({ one, gone }) => !waitsFor(one, gone, waiting))
    for (const { one, gone } of ready.length > 0 ? ready : waiting) restore(save, one, gone)
    waiting = ready.length > 0 ? waiting.filter((item) => !ready.includes(item)) : []
  }
  // At last: a row that was emptied may itself have gone along and come back.
  for (const gone of [deleted, ...along.map((each) => each.gone)]) nameAgain(save, gone)
  clearDangling(save, object, long)
  for (const { one, gone } of along) clearDangling(save, one, gone.row.Id)
  const row = world.store.get(object.name, long) ?? deleted.row
  return { success: true, id: long, created: false, row }
}

function waitsFor(object: ObjectSchema, { row }: DeletedRow, others: readonly { gone: DeletedRow }[]): boolean {
  const ids = new Set(others.map(({ gone }) => gone.row.Id))
  return object.fields.some((field) => field.onParentDelete === 'cascade' && ids.has(String(row[field.name])))
}
