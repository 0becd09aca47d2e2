import { randomUUID } from 'node:crypto'
import type { Clock } from '../../../kit/clock.ts'
import type { Actor, Commit, Records, Row, RowChange } from '../../records.ts'
import type { FieldSchema, ObjectSchema, Schema } from '../../schema.ts'
import { expandField, expandObject, leadingFields, trailingFields } from '../../standard-objects/expand.ts'
import { standardObjects } from '../../standard-objects/index.ts'
import type { FieldSource } from '../../standard-objects/source.ts'

/** An org of a few rows in memory: no rules, only what the event bus stands on. */
export interface SmallOrg extends Records {
  /** Adds a custom field to an object: the schema has a new version. */
  addField(object: string, field: FieldSource): void
  create(object: string, fields: Readonly<Record<string, unknown>>): string
  update(object: string, id: string, fields: Readonly<Record<string, unknown>>): void
  delete(object: string, id: string): void
  /** Several changes as one commit. */
  transaction(work: () => void, actor?: Partial<Actor>): void
}

const custom = (source: FieldSource): FieldSchema => ({ ...expandField(source), custom: true })

const command: ObjectSchema = {
  name: 'BC_Command__c',
  label: 'Command',
  labelPlural: 'Commands',
  keyPrefix: 'a00',
  custom: true,
  fields: [
    ...leadingFields.map(expandField),
    expandField({ name: 'Name', type: 'string', length: 80, nameField: true }),
    ...trailingFields.map(expandField),
    custom({ name: 'BC_State__c', type: 'picklist', picklist: ['New', 'Done'] }),
    custom({ name: 'BC_Amount__c', type: 'double', precision: 18, scale: 2 }),
    custom({ name: 'BC_Due__c', type: 'date' }),
    custom({ name: 'BC_Urgent__c', type: 'boolean' }),
  ],
  queryable: true,
  createable: true,
  updateable: true,
  deletable: true,
  changeEvents: true,
}

export function smallOrg(clock: Clock): SmallOrg {
  const objects = new Map([...standardObjects.map(expandObject), command].map((object) => [object.name, object]))
  let version = 1
  const schema: Schema = {
    object: (name) => objects.get(name),
    objects: () => [...objects.values()],
    get version() {
      return version
    },
  }
  const rows = new Map<string, Map<string, Row>>()
  const listeners = new Set<(commit: Commit) => void>()
  let changes: RowChange[] | undefined
  let next = 0

  const table = (object: string): Map<string, Row> => {
    const found = rows.get(object) ?? new Map<string, Row>()
    rows.set(object, found)
    return found
  }
  const now = (): string => new Date(clock.now()).toISOString()

  function transaction(work: () => void, actor: Partial<Actor> = {}): void {
    changes = []
    work()
    const by: Actor = { userId: '005000000000001AAA', api: 'rest', ...actor }
    const commit: Commit = { transactionKey: randomUUID(), at: clock.now(), actor: by, changes }
    changes = undefined
    for (const listener of listeners) listener(commit)
  }

  function change(made: RowChange): void {
    if (changes) changes.push(made)
    else transaction(() => changes?.push(made))
  }

  return {
    schema,
    get: (object, id) => table(object).get(id),
    all: (object) => [...table(object).values()],
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    addField(name, field) {
      const object = objects.get(name)
      if (object) objects.set(name, { ...object, fields: [...object.fields, custom(field)] })
      version++
    },
    create(object, fields) {
      const id = `${objects.get(object)?.keyPrefix ?? '000'}${String(++next).padStart(12, '0')}AAA`
      const row: Row = { CreatedDate: now(), LastModifiedDate: now(), SystemModstamp: now(), ...fields, Id: id }
      table(object).set(id, row)
      change({ object, id, kind: 'CREATE', row, changedFields: Object.keys(row) })
      return id
    },
    update(object, id, fields) {
      const before = table(object).get(id) ?? { Id: id }
      const stamped = { ...fields, LastModifiedDate: now(), SystemModstamp: now() }
      const row: Row = { ...before, ...stamped }
      table(object).set(id, row)
      const changedFields = Object.keys(stamped).filter((name) => (before[name] ?? null) !== (row[name] ?? null))
      change({ object, id, kind: 'UPDATE', row, changedFields })
    },
    delete(object, id) {
      const row = table(object).get(id) ?? { Id: id }
      table(object).delete(id)
      change({ object, id, kind: 'DELETE', row, changedFields: [] })
    },
    transaction,
  }
}
