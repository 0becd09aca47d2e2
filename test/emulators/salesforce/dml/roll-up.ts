import { rolledUp } from '../data/roll-up.ts'
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts'
import { adjust } from './rules/rule.ts'
import { ruleWorld, type Save } from './save.ts'

interface Master {
  readonly object: ObjectSchema
  readonly fields: readonly FieldSchema[]
}

const known = new WeakMap<
  Schema,
  { readonly version: number; readonly byChild: ReadonlyMap<string, readonly Master[]> }
>()

/** The objects that roll something up, by the object of their details. */
function mastersOf(schema: Schema): ReadonlyMap<string, readonly Master[]> {
  const cached = known.get(schema)
  if (cached?.version === schema.version) return cached.byChild
  const byChild = new Map<string, Master[]>()
  for (const object of schema.objects()) {
    const rollUps = object.fields.filter((field) => field.rollUp)
    for (const [child, fields] of Map.groupBy(rollUps, (field) => schema.object(field.rollUp?.child ?? '')?.name ?? ''))
      byChild.set(child, [...(byChild.get(child) ?? []), { object, fields }])
  }
  known.set(schema, { version: schema.version, byChild })
  return byChild
}

/**
 * Brings the masters of all details written after `mark` up to date, and theirs in turn: within the same save, so that it
 * is one transaction and what reads next sees the new sums.
 */
export function rollUp(save: Save, mark: number): void {
  const { store } = save.world
  const masters = mastersOf(store.schema)
  if (masters.size === 0) return
  const done = new Set<string>()
  for (let at = mark; at < store.mark(); at++) {
    const written = store.writtenSince(at)[0]
    for (const { object, fields } of masters.get(written?.object ?? '') ?? [])
      for (const field of fields) {
        const key = field.rollUp?.foreignKey ?? ''
        const now = written && store.get(written.object, written.id)
        for (const id of new Set([written?.before?.[key], now?.[key]])) {
          const master = typeof id === 'string' ? store.get(object.name, id) : undefined
          if (!master || done.has(`${at} ${master.Id} ${field.name}`)) continue
          done.add(`${at} ${master.Id} ${field.name}`)
          adjust(object.name, master.Id, rolledUp(master, [field], store), ruleWorld(save))
        }
      }
  }
}
