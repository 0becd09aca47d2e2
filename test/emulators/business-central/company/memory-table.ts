import { randomUUID } from 'node:crypto'
import type { Row, RowChange, Table } from '../tables.ts'
import { TableIndex } from './table-index.ts'
import { compareRows } from './sort-key.ts'
import { changesNothing } from './changes-nothing.ts'

/** A table that also answers "all rows whose property is this" without reading every row. */
export interface IndexedTable extends Table {
  /** Rows whose `property` equals `value`, lines in document order. */
  where(property: string, value: string): readonly Row[]
  readonly size: number
  /** Empties the table without a trace: the sandbox is being reset. */
  clear(): void
}

/** What a table needs of its company. */
export interface Ledgerkeeper {
  now(): number
  nextEtag(): string
  /** Does an update that changes nothing move stamp and tag? */
  readonly stampsUnchanged: boolean
  /** Called with how to take the change back, and the change itself when it is one that others may see. */
  changed(undo: () => void, change: Omit<RowChange, 'at' | 'table'> | undefined): void
}

/** Rows in memory, in key order. Rows are frozen: a change makes a new one. */
export function memoryTable(name: string, keeper: Ledgerkeeper): IndexedTable {
  const rows = new Map<string, Row>()
  const index = new TableIndex()
  let ordered: Row[] | undefined = []
  let made = 0

  const put = (id: string, row: Row | undefined): void => {
    const before = rows.get(id)
    index.move(before, row)
    if (row) rows.set(id, row)
    else rows.delete(id)
    const last = ordered?.at(-1)
    const appended = !before && row && ordered && (!last || compareRows(last, row) <= 0)
    if (appended) ordered?.push(row)
    else ordered = undefined
  }
  const all = (): readonly Row[] => {
    ordered ??= [...rows.values()].sort(compareRows)
    return ordered
  }
  const must = (id: string): Row => {
    const row = rows.get(id)
    if (!row) throw new Error(`${name} has no row ${id}`)
    return row
  }
  const stamp = () => ({
    lastModifiedDateTime: new Date(keeper.now()).toISOString(),
    _etag: keeper.nextEtag(),
  })

  return {
    name,
    get size() {
      return rows.size
    },
    get: (id) => rows.get(id),
    all: () => [...all()],
    find: (match) => all().find(match),
    filter: (match) => all().filter(match),
    where: (property, value) => {
      const found = index.find(property, value, rows.values())
      return [...found].sort(compareRows)
    },
    insert: (given) => {
      const id = given.id ?? randomUUID()
      if (rows.has(id)) throw new Error(`${name} already has a row ${id}`)
      const row: Row = Object.freeze({ ...given, id, _made: ++made, ...stamp() })
      put(id, row)
      keeper.changed(() => put(id, undefined), { id, kind: 'created', row })
      return row
    },
    update: (id, change, options) => {
      const before = must(id)
      const silent = options?.silent === true
      const unchanged = changesNothing(before, change)
      if (unchanged && !silent && !keeper.stampsUnchanged) return before
      const row: Row = Object.freeze({ ...before, ...change, id, ...(silent ? {} : stamp()) })
      put(id, row)
      const told = { id, kind: 'updated' as const, row, ...(unchanged && { unchanged: true as const }) }
      keeper.changed(() => put(id, before), silent ? undefined : told)
      return row
    },
    delete: (id) => {
      const before = must(id)
      put(id, undefined)
      keeper.changed(() => put(id, before), { id, kind: 'deleted', row: before })
    },
    clear: () => {
      rows.clear()
      index.clear()
      ordered = []
      made = 0
    },
  }
}
