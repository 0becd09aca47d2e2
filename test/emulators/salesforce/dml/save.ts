import type { Access, SaveResult } from '../context.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Store } from '../data/store.ts'
import { blankRow, stamps } from '../data/system-row.ts'
import type { IdSource } from '../ids.ts'
import type { Actor, Row } from '../records.ts'
import type { FieldSchema, ObjectSchema } from '../schema.ts'
import type { Switches } from '../switches.ts'
import { checkReferences, checkRequired, checkUnique } from './check-row.ts'
import { currencyOf } from './currencies.ts'
import { checkDuplicates, type DuplicateRule } from './duplicates.ts'
import { refuse } from './errors.ts'
import type { Locks } from './locks.ts'
import { readFields } from './read-fields.ts'
import { objectRules } from './rules/index.ts'
import type { Draft, RuleWorld } from './rules/rule.ts'
import { checkValidationRules } from './validation-rules.ts'

export interface DmlWorld {
  readonly store: Store
  readonly clock: Clock
  readonly ids: IdSource
  readonly switches: Switches
  readonly access: (userId: string) => Access
  readonly duplicateRules: readonly DuplicateRule[]
  readonly locks: Pick<Locks, 'heldOf'>
}

export interface Save {
  readonly world: DmlWorld
  readonly actor: Actor
  readonly access: Access
  readonly object: ObjectSchema
}

/** Salesforce keeps instants to the second. */
export const nowOf = (clock: Clock): string => new Date(Math.floor(clock.now() / 1000) * 1000).toISOString()

export const ruleWorld = ({ world, actor, access }: Save): RuleWorld => ({
  store: world.store,
  actor,
  access,
  switches: world.switches,
  ids: world.ids,
  now: nowOf(world.clock),
})

/** `BCL-{000000}` and 42 → `BCL-000042`. */
function formatNumber(format: string, number: number): string {
  return format.replace(/\{(0+)\}/, (_all, zeros: string) => String(number).padStart(zeros.length, '0'))
}

/** The value a field starts with when the caller says nothing. */
function initial(field: FieldSchema, save: Save): unknown {
  if (field.autoNumber) {
    const number = save.world.store.nextNumber(save.object.name, field.name, field.startingNumber ?? 1)
    return formatNumber(field.displayFormat ?? '{0}', number)
  }
  if (field.type === 'boolean') return field.defaultValue ?? false
  // A new master has no details yet: none is counted, nothing is summed.
  if (field.rollUp?.operation === 'count' || field.rollUp?.operation === 'sum') return '0'
  return field.defaultValue
}

function draftOf(save: Save, values: Readonly<Record<string, unknown>>): Draft {
  const { object, actor, world } = save
  const now = nowOf(world.clock)
  const draft: Record<string, unknown> & { Id: string } = { ...blankRow(object), Id: world.ids.next(object.keyPrefix) }
  for (const field of object.fields) {
    if (field.name === 'Id' || field.type === 'address' || field.formula) continue
    draft[field.name] = field.name in values ? values[field.name] : (initial(field, save) ?? null)
  }
  if ('OwnerId' in draft) draft.OwnerId ??= actor.userId
  if ('CurrencyIsoCode' in draft) draft.CurrencyIsoCode ??= currencyOf(actor.userId, world.store)
  if (object.custom && draft.Name === null) draft.Name = draft.Id
  const by = actor.userId
  const audit = { CreatedDate: now, CreatedById: by, LastModifiedDate: now, LastModifiedById: by, SystemModstamp: now }
  for (const [name, value] of Object.entries(audit)) if (name in draft) draft[name] = value
  return draft
}

/** Stores a new row, or refuses. */
export function insertRow(save: Save, given: Readonly<Record<string, unknown>>): SaveResult {
  const { object, access, world } = save
  if (!object.createable) refuse('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support create`)
  if (!access.canCreate(object.name))
    refuse('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`)
  const { store, switches } = world
  const values = readFields({ object, given, access, store, switches, operation: 'insert' })
  const draft = draftOf(save, values)
  const rules = objectRules[object.name]
  rules?.complete?.(draft, ruleWorld(save))
  checkRequired(object, draft)
  checkReferences(object, draft, store, access)
  rules?.beforeInsert?.(draft, ruleWorld(save))
  checkValidationRules(object, draft, undefined, world)
  checkUnique(object, draft, store)
  checkDuplicates(save, draft, 'insert')
  store.write(object.name, draft)
  rules?.after?.(draft, ruleWorld(save))
  return { success: true, id: draft.Id, created: true, row: store.get(object.name, draft.Id) ?? draft }
}

/** Changes a stored row, or refuses. */
export function updateRow(save: Save, before: Row, given: Readonly<Record<string, unknown>>): SaveResult {
  const { object, access, world, actor } = save
  if (!access.canEdit(object.name) || !object.updateable)
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id')
  const { store, switches } = world
  const values = readFields({ object, given, access, store, switches, operation: 'update' })
  const draft: Draft = { ...before, ...values, ...stamps(before, actor.userId, nowOf(world.clock)) }
  if (object.custom && draft.Name === null) draft.Name = draft.Id
  // A currency cannot be cleared: empty means the user's own.
  if ('CurrencyIsoCode' in draft) draft.CurrencyIsoCode ??= currencyOf(actor.userId, store)
  const rules = objectRules[object.name]
  rules?.complete?.(draft, ruleWorld(save))
  checkRequired(object, draft)
  checkReferences(object, values, store, access)
  rules?.beforeUpdate?.(before, draft, new Set(Object.keys(values)), ruleWorld(save))
  checkValidationRules(object, draft, before, world)
  checkUnique(object, draft, store)
  checkDuplicates(save, draft, 'update')
  store.write(object.name, draft)
  rules?.after?.(draft, ruleWorld(save))
  return { success: true, id: draft.Id, created: false, row: store.get(object.name, draft.Id) ?? draft }
}
