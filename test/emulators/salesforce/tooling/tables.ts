import type { Clock } from '../../kit/clock.ts'
import { createStore, type Store } from '../data/store.ts'
import { systemRow } from '../data/system-row.ts'
import { nowOf } from '../dml/save.ts'
import type { IdSource } from '../ids.ts'
import type { Actor, Row } from '../records.ts'
import { fieldOf, type ObjectSchema, type Schema } from '../schema.ts'
import { toolingObjects } from './objects.ts'

/** The rows of the Tooling API, beside the org's own. */
export interface Tables {
  readonly store: Store
  readonly schema: Schema
  /** Adds a row; fields that the object does not have are left out, empty ones take their defaults. */
  add(actor: Actor, object: string, fields: Readonly<Record<string, unknown>>): Row
  change(actor: Actor, object: string, id: string, fields: Readonly<Record<string, unknown>>): Row
  remove(actor: Actor, object: string, id: string): void
  /** Makes the row with this id look so: of things that lie elsewhere. */
  show(object: string, id: string, fields: Readonly<Record<string, unknown>>): void
  clear(): void
}

const platform: Actor = { userId: '005000000000000AAA', api: 'toolingrest' }

export function createTables({ clock, ids }: { clock: Clock; ids: IdSource }): Tables {
  const byName = new Map(toolingObjects.map((object) => [object.name.toLowerCase(), object]))
  const schema: Schema = { object: (name) => byName.get(name.toLowerCase()), objects: () => toolingObjects, version: 1 }
  const store = createStore({ schema, clock })

  function objectNamed(name: string): ObjectSchema {
    const object = schema.object(name)
    if (!object) throw new Error(`there is no tooling object ${name}`)
    return object
  }
  const known = (object: ObjectSchema, fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([key, value]) => {
        const field = fieldOf(object, key)
        return field && value !== undefined ? [[field.name, value] as const] : []
      }),
    )
  function put(actor: Actor, object: string, row: Row): Row {
    return store.transaction(actor, () => {
      store.write(object, row)
      return row
    })
  }

  return {
    store,
    schema,
    add(actor, name, fields) {
      const object = objectNamed(name)
      return put(
        actor,
        name,
        systemRow(object, ids.next(object.keyPrefix), actor.userId, nowOf(clock), known(object, fields)),
      )
    },
    change(actor, name, id, fields) {
      const before = store.get(name, id)
      if (!before) throw new Error(`there is no ${name} ${id}`)
      const now = nowOf(clock)
      const stamps = { LastModifiedDate: now, LastModifiedById: actor.userId, SystemModstamp: now }
      return put(actor, name, { ...before, ...known(objectNamed(name), fields), ...stamps })
    },
    remove(actor, object, id) {
      store.transaction(actor, () => {
        store.erase(object, id, false)
      })
    },
    show(name, id, fields) {
      const object = objectNamed(name)
      const before = store.get(name, id)
      put(platform, name, {
        ...(before ?? systemRow(object, id, platform.userId, nowOf(clock), {})),
        ...known(object, fields),
      })
    },
    clear: () => store.clear(),
  }
}
