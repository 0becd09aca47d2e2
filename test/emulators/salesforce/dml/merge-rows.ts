import type { SaveResult } from '../context.ts'
import type { Row } from '../records.ts'
import { type Child, childrenOf } from './children.ts'
import { erase } from './delete-row.ts'
import { refuse } from './errors.ts'
import { adjust } from './rules/rule.ts'
import { ruleWorld, type Save, updateRow } from './save.ts'

const mergeable = new Set(['Account', 'Contact'])

/** A link of a file that the master has already goes, instead of standing there twice. */
function isTwin({ object, field }: Child, child: Row, master: Row, { world: { store } }: Save): boolean {
  return (
    object.name === 'ContentDocumentLink' &&
    store
      .find(object.name, field.name, master.Id)
      .some((id) => store.get(object.name, id)?.ContentDocumentId === child.ContentDocumentId)
  )
}

function reparent(save: Save, child: Child, loser: Row, master: Row): void {
  const { store } = save.world
  const { object, field } = child
  if (field.name === 'MasterRecordId') return
  for (const id of store.find(object.name, field.name, loser.Id)) {
    const row = store.get(object.name, id)
    if (!row) continue
    if (isTwin(child, row, master, save)) erase(save, object, row)
    // The master cannot become its own parent.
    else adjust(object.name, id, { [field.name]: id === master.Id ? null : master.Id }, ruleWorld(save))
  }
}

/** Related records go to the master whatever their rules say of a change by hand. [SOAP API Developer Guide: merge()] */
export function mergeRows(
  save: Save,
  master: Row,
  losers: readonly Row[],
  fields: Readonly<Record<string, unknown>>,
): SaveResult {
  const { object, access, world } = save
  if (!mergeable.has(object.name))
    refuse('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support merge`)
  if (losers.length === 0 || losers.length > 2) refuse('INVALID_NUMBER_OF_RECORDS', 'Merge takes one or two records')
  if (new Set([master.Id, ...losers.map((row) => row.Id)]).size <= losers.length)
    refuse('INVALID_CROSS_REFERENCE_KEY', 'A record cannot be merged with itself')
  if (!access.canDelete(object.name))
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id')
  for (const loser of losers) {
    for (const child of childrenOf(world.store.schema, object.name)) reparent(save, child, loser, master)
    const now = world.store.get(object.name, loser.Id) ?? loser
    world.store.write(object.name, { ...now, MasterRecordId: master.Id })
    erase(save, object, { ...now, MasterRecordId: master.Id })
  }
  // Last: what the master takes over (a number that must be unique) is free now.
  return updateRow(save, world.store.get(object.name, master.Id) ?? master, fields)
}
