import type { Access } from '../../context.ts'
import type { Store } from '../../data/store.ts'
import { stamps, systemRow } from '../../data/system-row.ts'
import type { IdSource } from '../../ids.ts'
import type { Actor, Row } from '../../records.ts'
import type { Switches } from '../../switches.ts'

export type Draft = Record<string, unknown> & { readonly Id: string }

export interface RuleWorld {
  readonly store: Store
  readonly actor: Actor
  readonly access: Access
  readonly switches: Switches
  readonly ids: IdSource
  /** ISO instant, whole seconds. */
  readonly now: string
}

/**
 * What Salesforce itself does with rows of one standard object beyond what the schema says. A rule fills derived fields
 * into the draft, or ends the save with `refuse`.
 */
export interface ObjectRules {
  /** Fills what the platform fills, before required fields are looked for. */
  readonly complete?: (draft: Draft, world: RuleWorld) => void
  readonly beforeInsert?: (draft: Draft, world: RuleWorld) => void
  /** `given` = the fields this save sets, already merged into the draft. */
  readonly beforeUpdate?: (before: Row, draft: Draft, given: ReadonlySet<string>, world: RuleWorld) => void
  readonly beforeDelete?: (row: Row, world: RuleWorld) => void
  /** The row is stored (after a delete: gone); totals of parents are brought up to date here. */
  readonly after?: (row: Row, world: RuleWorld) => void
  /** Rows deleted through the API skip the Recycle Bin. */
  readonly noRecycleBin?: boolean
}

/** Writes derived fields of another row, as a save by the same user would show. */
export function adjust(object: string, id: string, fields: Readonly<Record<string, unknown>>, world: RuleWorld): void {
  const row = world.store.get(object, id)
  if (!row || Object.entries(fields).every(([name, value]) => (row[name] ?? null) === value)) return
  world.store.write(object, { ...row, ...fields, ...stamps(row, world.actor.userId, world.now) })
}

/** Makes a row that the platform makes beside the one being saved; answers its id. */
export function make(object: string, fields: Readonly<Record<string, unknown>>, world: RuleWorld): string {
  const schema = world.store.schema.object(object)
  if (!schema) throw new Error(`there is no object ${object}`)
  const id = world.ids.next(schema.keyPrefix)
  world.store.write(object, systemRow(schema, id, world.actor.userId, world.now, fields))
  return id
}
