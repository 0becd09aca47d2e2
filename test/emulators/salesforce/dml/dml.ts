import type { Dml, SaveResult } from '../context.ts'
import { to18 } from '../ids.ts'
import type { Actor, Row } from '../records.ts'
import { fieldOf, type ObjectSchema } from '../schema.ts'
import { deleteRow } from './delete-row.ts'
import { failed, refuse, RowRefused, rowError, unableToLock } from './errors.ts'
import { lockedRows } from './locked-rows.ts'
import { mergeRows } from './merge-rows.ts'
import { type DmlWorld, insertRow, type Save, updateRow } from './save.ts'
import { objectNotHere } from '../standard-objects/not-here.ts'
import { rollUp } from './roll-up.ts'
import { undeleteRow } from './undelete-row.ts'

/** The live row with this id; why there is none is told apart as Salesforce does. */
function existing(world: DmlWorld, object: ObjectSchema, id: string): Row {
  const long = to18(id)
  if (long === undefined) return refuse('MALFORMED_ID', `malformed id ${id}`, ['Id'])
  if (!long.startsWith(object.keyPrefix))
    return refuse('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, ['Id'])
  const row = world.store.get(object.name, long)
  if (row) return row
  if (world.store.deleted(object.name, long)) return refuse('ENTITY_IS_DELETED', 'entity is deleted')
  return refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')
}

function upsertRow(
  save: Save,
  key: string,
  value: unknown,
  given: Readonly<Record<string, unknown>>,
  updateOnly: boolean,
): SaveResult {
  const { object, access, world } = save
  const field = fieldOf(object, key)
  if (!field || !access.readableField(object.name, field.name) || !(field.externalId || field.idLookup))
    return refuse(
      'INVALID_FIELD',
      `Field name provided, ${key} is not an External ID or indexed field for ${object.name}`,
    )
  if (value === null || value === undefined || value === '') {
    if (field.name === 'Id') return insertRow(save, given)
    return refuse('MISSING_ARGUMENT', `${field.name} not specified`)
  }
  if (field.name === 'Id')
    return updateRow(save, existing(world, object, typeof value === 'string' ? value : JSON.stringify(value)), given)
  const matches = world.store.find(object.name, field.name, value)
  if (matches.length > 1)
    return {
      success: false,
      matches,
      errors: [
        rowError(
          'DUPLICATE_EXTERNAL_ID',
          `${field.name}: more than one record found for external id field: [${matches.join(', ')}]`,
        ),
      ],
    }
  const [match] = matches
  if (match !== undefined) return updateRow(save, existing(world, object, match), given)
  if (updateOnly) return refuse('NOT_FOUND', 'The requested resource does not exist')
  return insertRow(save, { ...given, [field.name]: value })
}

/** Data changes over the store; see `Dml` for the contract. */
export function createDml(world: DmlWorld): Dml {
  function run(actor: Actor, name: string, work: (save: Save) => SaveResult): SaveResult {
    const object = world.store.schema.object(name)
    const access = world.access(actor.userId)
    if (!object || !access.canRead(object.name)) {
      const missing = object ? undefined : objectNotHere(name)
      return failed(...(missing?.errors ?? [rowError('INVALID_TYPE', `sObject type '${name}' is not supported.`)]))
    }
    return world.store.transaction(actor, () =>
      world.store.attempt(
        () => {
          const mark = world.store.mark()
          const save = { world, actor, access, object }
          try {
            const result = work(save)
            rollUp(save, mark)
            const held = world.locks.heldOf(() => lockedRows(world.store, mark))
            return held.length === 0 ? result : failed(unableToLock(held))
          } catch (error) {
            if (error instanceof RowRefused) return error.failure
            throw error
          }
        },
        (result) => result.success,
      ),
    )
  }

  return {
    insert: (actor, object, fields) => run(actor, object, (save) => insertRow(save, fields)),
    update: (actor, object, id, fields) =>
      run(actor, object, (save) => updateRow(save, existing(world, save.object, id), fields)),
    upsert: (actor, object, field, value, fields, options) =>
      run(actor, object, (save) => upsertRow(save, field, value, fields, options?.updateOnly ?? false)),
    delete: (actor, object, id) => run(actor, object, (save) => deleteRow(save, existing(world, save.object, id))),
    undelete: (actor, object, id) => run(actor, object, (save) => undeleteRow(save, id)),
    merge: (actor, object, master, losers, fields = {}) =>
      run(actor, object, (save) =>
        mergeRows(
          save,
          existing(world, save.object, master),
          losers.map((id) => existing(world, save.object, id)),
          fields,
        ),
      ),
    transaction: (actor, work) => world.store.transaction(actor, work),
  }
}
