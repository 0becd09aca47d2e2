import type { Clock } from '../../kit/clock.ts'
import { createStore, type Store } from '../data/store.ts'
import { systemRow } from '../data/system-row.ts'
import { nowOf } from '../dml/save.ts'
import type { IdSource } from '../ids.ts'
import type { Actor, Row } from '../records.ts'
import { fieldOf, type Schema } from '../schema.ts'
import { toolingObjects } from './objects.ts'

/** The rows of the Tooling API, beside the org's own. */
export interface Tables {
  readonly store: Store
  /** Adds a row; empty fields take their defaults. */
  add(actor: Actor, object: string, fields: Readonly<Record<string, unknown>>): Row
  change(actor: Actor, object: string, id: string, fields: Readonly<Record<string, unknown>>): Row
  clear(): void
}

export function createTables({ clock, ids }: { clock: Clock; ids: IdSource }): Tables {
  const byName = new Map(toolingObjects.map((object) => [object.name.toLowerCase(), object]))
  const schema: Schema = { object: (name) => byName.get(name.toLowerCase()), objects: () => toolingObjects, version: 1 }
  const store = createStore({ schema, clock })
  const put = (actor: Actor, object: string, row: Row): Row =>
    store.transaction(actor, () => {
      store.write(object, row)
      return row
    })
  return {
    store,
    add(actor, name, fields) {
      const object = schema.object(name)
      if (!object) throw new Error(`there is no tooling object ${name}`)
      const known = Object.fromEntries(
        Object.entries(fields).flatMap(([key, value]) => {
          const field = fieldOf(object, key)
          return field && value !== undefined ? [[field.name, value] as const] : []
        }),
      )
      return put(actor, name, systemRow(object, ids.next(object.keyPrefix), actor.userId, nowOf(clock), known))
    },
    change(actor, object, id, fields) {
      const before = store.get(object, id)
      if (!before) throw new Error(`there is no ${object} ${id}`)
      const now = nowOf(clock)
      return put(actor, object, {
        ...before,
        ...fields,
        LastModifiedDate: now,
        LastModifiedById: actor.userId,
        SystemModstamp: now,
      })
    },
    clear: () => store.clear(),
  }
}
