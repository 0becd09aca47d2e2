import { randomUUID } from 'node:crypto'
import type { Clock } from '../../kit/clock.ts'
import { formulaFields } from '../formulas/formula-fields.ts'
import type { Actor, Commit, Records, Row, RowChange } from '../records.ts'
import type { ObjectSchema, Schema } from '../schema.ts'
import { rolledUp } from './roll-up.ts'
import { createTable, type Deletion, type Table } from './table.ts'

export interface DeletedRow extends Deletion {
  readonly row: Row
}

/** The org's data: reading for everybody, writing inside a transaction only. */
export interface Store extends Records {
  /** Ids of live rows of `object` whose `field` equals `value`. */
  find(object: string, field: string, value: unknown): readonly string[]
  /** As `find`; undefined when the field has no index and finding would mean looking at every row. */
  findIndexed(object: string, field: string, value: unknown): readonly string[] | undefined
  deleted(object: string, id: string): DeletedRow | undefined
  allDeleted(object: string): readonly DeletedRow[]
  write(object: string, row: Row): void
  /**
   * @param recycleBin false for rows that vanish at once (OrderItem deleted through the API)
   * @param last how the row stands in the Recycle Bin, and what its deletion did beside it
   */
  erase(object: string, id: string, recycleBin: boolean, last?: { row?: Row } & Partial<Deletion>): void
  /** Takes a row back out of the Recycle Bin, as `row`. */
  restore(object: string, row: Row): void
  /** Where the present transaction stands; what was written after it, in order. */
  mark(): number
  writtenSince(mark: number): readonly Pick<Write, 'object' | 'id' | 'before'>[]
  nextNumber(object: string, field: string, start: number): number
  /** Runs `work`; when it answers false everything it wrote is taken back. */
  attempt<T>(work: () => T, kept: (result: T) => boolean): T
  transaction<T>(actor: Actor, work: (rollback: () => void) => T): T
  /** The values of a field that is no more; whoever makes it again finds it empty. */
  forgetField(object: string, field: string): void
  /** The schema changed: indexes are made again. */
  reindex(): void
  clear(): void
}

interface Write {
  readonly object: string
  readonly id: string
  readonly undo: () => void
  readonly before: Row | undefined
  readonly restored?: boolean
}

function changedFields(before: Row, after: Row): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => (before[name] ?? null) !== (after[name] ?? null))
}

/**
 * What a transaction did to each record, seen from its end: several writes to one record are one change, a record that
 * came and went is none.
 */
function changesOf(writes: readonly Write[], now: (object: string, id: string) => Row | undefined): RowChange[] {
  const first = new Map<string, Write>()
  for (const write of writes) if (!first.has(write.id)) first.set(write.id, write)
  const changes: RowChange[] = []
  for (const { object, id, before, restored = false } of first.values()) {
    const after = now(object, id)
    if (before && after)
      changes.push({ object, id, kind: 'UPDATE', row: after, changedFields: changedFields(before, after) })
    else if (after) {
      const set = Object.keys(after).filter((name) => after[name] !== null && after[name] !== undefined)
      changes.push({ object, id, kind: restored ? 'UNDELETE' : 'CREATE', row: after, changedFields: set })
    } else if (before) changes.push({ object, id, kind: 'DELETE', row: before, changedFields: [] })
  }
  return changes
}

export function createStore({ schema, clock }: { schema: Schema; clock: Clock }): Store {
  const tables = new Map<string, Table>()
  const counters = new Map<string, number>()
  const listeners = new Set<(commit: Commit) => void>()
  let writes: Write[] | undefined

  function table(name: string): Table | undefined {
    const known = tables.get(name)
    if (known) return known
    const object = schema.object(name)
    if (!object) return undefined
    const canonical =
      tables.get(object.name) ??
      createTable(object, (one) => formulaFields(one, { schema, get, now: () => clock.now() }))
    tables.set(object.name, canonical)
    return canonical
  }

  function tableForWriting(name: string): Table {
    const found = table(name)
    if (!found) throw new Error(`there is no object ${name}`)
    if (!writes) throw new Error('rows are written inside a transaction only')
    return found
  }

  /** Roll-ups of rows that were there before the field, or before it counted differently; nobody is told. */
  function refill(object: ObjectSchema, existing: Table): void {
    const rollUps = object.fields.filter((field) => field.rollUp)
    if (rollUps.length === 0) return
    for (const row of existing.live())
      existing.set(row.Id, { row: { ...row, ...rolledUp(row, rollUps, { schema, find, get }) } })
  }

  function find(object: string, field: string, value: unknown): readonly string[] {
    const found = table(object)?.find(field, value)
    if (found) return found
    return (table(object)?.live() ?? []).filter((row) => row[field] === value).map((row) => row.Id)
  }

  function undoTo(mark: number): void {
    while (writes && writes.length > mark) writes.pop()?.undo()
  }

  function get(object: string, id: string): Row | undefined {
    const entry = table(object)?.entry(id)
    return entry?.deleted ? undefined : entry?.row
  }

  function commit(actor: Actor, done: readonly Write[]): void {
    const changes = changesOf(done, get)
    if (changes.length === 0) return
    const told: Commit = { transactionKey: randomUUID(), at: clock.now(), actor, changes }
    for (const listener of listeners) listener(told)
  }

  return {
    schema,
    get,
    all: (object) => table(object)?.live() ?? [],
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    find,
    findIndexed: (object, field, value) => table(object)?.find(field, value),
    deleted(object, id) {
      const entry = table(object)?.entry(id)
      return entry?.deleted && { row: entry.row, ...entry.deleted }
    },
    allDeleted: (object) =>
      [...(table(object)?.entries() ?? [])].flatMap((entry) =>
        entry.deleted ? [{ row: entry.row, ...entry.deleted }] : [],
      ),
    write(object, row) {
      const target = tableForWriting(object)
      const before = target.set(row.Id, { row })
      const undo = () => void target.set(row.Id, before)
      writes?.push({ object, id: row.Id, undo, before: before?.deleted ? undefined : before?.row })
    },
    erase(object, id, recycleBin, { row, with: root = id, cleared = [] } = {}) {
      const target = tableForWriting(object)
      const before = target.entry(id)
      if (!before || before.deleted) return
      const deleted = { at: clock.now(), recycleBin, with: root, cleared }
      target.set(id, { row: row ?? before.row, deleted })
      writes?.push({ object, id, undo: () => void target.set(id, before), before: before.row })
    },
    restore(object, row) {
      const target = tableForWriting(object)
      const before = target.set(row.Id, { row })
      const undo = () => void target.set(row.Id, before)
      writes?.push({ object, id: row.Id, undo, before: undefined, restored: true })
    },
    mark: () => writes?.length ?? 0,
    writtenSince: (mark) => writes?.slice(mark) ?? [],
    nextNumber(object, field, start) {
      // Numbers drawn by a transaction that is rolled back are lost, as Salesforce does it.
      const next = (counters.get(`${object}.${field}`) ?? start - 1) + 1
      counters.set(`${object}.${field}`, next)
      return next
    },
    attempt(work, kept) {
      const mark = writes?.length ?? 0
      try {
        const result = work()
        if (!kept(result)) undoTo(mark)
        return result
      } catch (error) {
        undoTo(mark)
        throw error
      }
    },
    transaction(actor, work) {
      // A transaction inside a transaction is part of it, and takes back only its own share.
      if (writes) {
        const mark = writes.length
        return work(() => undoTo(mark))
      }
      writes = []
      try {
        const result = work(() => undoTo(0))
        const done = writes
        writes = undefined
        commit(actor, done)
        return result
      } catch (error) {
        undoTo(0)
        throw error
      } finally {
        writes = undefined
      }
    },
    forgetField(object, field) {
      const target = table(object)
      for (const { row, deleted } of [...(target?.entries() ?? [])]) {
        const rest = Object.fromEntries(Object.entries(row).filter(([name]) => name !== field))
        target?.set(row.Id, { row: { ...rest, Id: row.Id }, ...(deleted ? { deleted } : {}) })
      }
    },
    reindex() {
      for (const [name, existing] of tables) {
        const object = schema.object(name)
        if (object) existing.reindex(object)
        else tables.delete(name)
      }
      for (const [name, existing] of tables) {
        const object = schema.object(name)
        if (object) refill(object, existing)
      }
    },
    clear() {
      tables.clear()
      counters.clear()
    },
  }
}
