import { randomUUID } from 'node:crypto'
import type { Company, Row, RowChange, Table } from '../../tables.ts'

type Tables = Map<string, Map<string, Row>>

const keyOf = (row: Row): string | number => {
  const key = row['entryNumber'] ?? row['number'] ?? row['code']
  return typeof key === 'number' || typeof key === 'string' ? key : ''
}
const compare = (a: Row, b: Row): number => {
  const [left, right] = [keyOf(a), keyOf(b)]
  if (typeof left === 'number' && typeof right === 'number') return left - right
  return String(left).localeCompare(String(right))
}

/** The smallest company that keeps the promises of `Company`: enough to test posting by itself. */
export function createMemoryCompany(options: { workDate?: string; id?: string } = {}): Company & {
  readonly changes: RowChange[]
  today: string
} {
  let tables: Tables = new Map()
  let counters = new Map<string, number>()
  let now = 0
  const changes: RowChange[] = []
  const listeners = new Set<(change: RowChange) => void>()

  const rowsOf = (name: string): Map<string, Row> => {
    const rows = tables.get(name) ?? new Map<string, Row>()
    tables.set(name, rows)
    return rows
  }
  const tell = (table: string, kind: RowChange['kind'], row: Row): void => {
    const change = { table, id: row.id, kind, at: now, row }
    changes.push(change)
    for (const listener of listeners) listener(change)
  }
  const stamp = () => ({ lastModifiedDateTime: new Date(++now).toISOString(), _etag: String(now) })
  const count = (name: string): number => {
    const next = (counters.get(name) ?? 0) + 1
    counters.set(name, next)
    return next
  }

  const table = (name: string): Table => ({
    name,
    get: (id) => rowsOf(name).get(id),
    all: () => [...rowsOf(name).values()].sort(compare),
    find: (match) => [...rowsOf(name).values()].sort(compare).find(match),
    filter: (match) => [...rowsOf(name).values()].sort(compare).filter(match),
    insert: (given) => {
      const row: Row = { ...given, id: given.id ?? randomUUID(), ...stamp() }
      if (rowsOf(name).has(row.id)) throw new Error(`${name} has ${row.id} already`)
      rowsOf(name).set(row.id, row)
      tell(name, 'created', row)
      return row
    },
    update: (id, change, how) => {
      const before = rowsOf(name).get(id)
      if (!before) throw new Error(`${name} has no ${id}`)
      const row: Row = { ...before, ...change, id, ...(how?.silent === true ? {} : stamp()) }
      rowsOf(name).set(id, row)
      if (how?.silent !== true) tell(name, 'updated', row)
      return row
    },
    delete: (id) => {
      const before = rowsOf(name).get(id)
      if (!before) throw new Error(`${name} has no ${id}`)
      rowsOf(name).delete(id)
      tell(name, 'deleted', before)
    },
  })

  const company = {
    id: options.id ?? randomUUID(),
    name: 'CRONUS Test',
    today: options.workDate ?? '2026-01-15',
    changes,
    workDate: () => company.today,
    table,
    nextNumber: (series: string) => `${series}-${String(count(series)).padStart(4, '0')}`,
    nextEntry: (name: string) => count(`entry ${name}`),
    transaction: <T>(work: () => T): T => {
      const before = new Map([...tables].map(([name, rows]) => [name, new Map(rows)]))
      const countersBefore = new Map(counters)
      const mark = changes.length
      try {
        return work()
      } catch (error) {
        tables = before
        counters = countersBefore
        changes.length = mark
        throw error
      }
    },
    onChange: (listener: (change: RowChange) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return company
}
