import type { Access } from '../../context.ts'
import type { Store } from '../../data/store.ts'
import type { Actor, Row } from '../../records.ts'
import type { Switches } from '../../switches.ts'

export type Draft = Record<string, unknown> & { readonly Id: string }

export interface RuleWorld {
  readonly store: Store
  readonly actor: Actor
  readonly access: Access
  readonly switches: Switches
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
  const stamp = { LastModifiedDate: world.now, LastModifiedById: world.actor.userId, SystemModstamp: world.now }
  world.store.write(object, { ...row, ...fields, ...stamp })
}
