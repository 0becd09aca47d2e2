import type { Clock } from '../../kit/clock.ts'
import type { Switches } from '../switches.ts'
import type { Company, RowChange } from '../tables.ts'
import { etagMaker } from './etag.ts'
import { memoryTable, type IndexedTable } from './memory-table.ts'
import { defaultSeries, numberAfter, type Series } from './number-series.ts'
import { dayIn } from './work-date.ts'

/** Who a company is; the data come with the seed. */
export interface CompanyCard {
  readonly id: string
  readonly name: string
  /** IANA name, for example `America/New_York`. */
  readonly timeZone: string
  readonly series?: Readonly<Record<string, Series>>
}

/** A company as the sandbox itself sees it. */
export interface SandboxCompany extends Company {
  readonly timeZone: string
  /** When the sandbox made it: `systemCreatedAt`. */
  readonly createdAt: number
  table(name: string): IndexedTable
  /**
   * What the running transactions have done so far stays, whatever comes: posting commits, and so a snapshot batch that
   * fails later cannot take it back. Nothing outside of a transaction.
   */
  commit(): void
  /** Back to an empty company: rows, counters and number series. Listeners stay. */
  clear(): void
}

/** Makes an empty company. */
export function createCompany(
  card: CompanyCard,
  clock: Clock,
  { unchangedStamps }: Pick<Switches, 'unchangedStamps'> = { unchangedStamps: true },
): SandboxCompany {
  const tables = new Map<string, IndexedTable>()
  const listeners = new Set<(change: RowChange) => void>()
  const nextEtag = etagMaker()
  const day = dayIn(card.timeZone)
  /** Next number by series, last number by entry table. */
  let numbers: Record<string, string> = {}
  let entries: Record<string, number> = {}
  let undo: (() => void)[] = []
  let pending: RowChange[] = []
  let depth = 0
  /** What counters were at the last commit inside of a transaction, and how many there have been. */
  let committed = { numbers, entries, count: 0 }

  const tell = (change: RowChange): void => {
    for (const listener of listeners) listener(change)
  }
  const table = (name: string): IndexedTable => {
    const known = tables.get(name)
    if (known) return known
    const made = memoryTable(name, {
      now: () => clock.now(),
      nextEtag,
      stampsUnchanged: unchangedStamps,
      changed: (takeBack, change) => {
        if (depth > 0) undo.push(takeBack)
        if (!change) return
        const full = { ...change, table: name, at: clock.now() }
        if (depth > 0) pending.push(full)
        else tell(full)
      },
    })
    tables.set(name, made)
    return made
  }
  const transaction = <T>(work: () => T): T => {
    const commits = committed.count
    const marks = { undo: undo.length, pending: pending.length, numbers: { ...numbers }, entries: { ...entries } }
    depth++
    let result: T
    try {
      result = work()
    } catch (error) {
      // After a commit only what came behind it can be taken back.
      const back = committed.count === commits ? marks : { undo: 0, pending: 0, ...committed }
      for (const takeBack of undo.splice(back.undo).reverse()) takeBack()
      pending.length = back.pending
      numbers = { ...back.numbers }
      entries = { ...back.entries }
      depth--
      throw error
    }
    depth--
    if (depth === 0) {
      undo = []
      const committed = pending
      pending = []
      committed.forEach(tell)
    }
    return result
  }

  return {
    id: card.id,
    name: card.name,
    timeZone: card.timeZone,
    createdAt: clock.now(),
    workDate: () => day(clock.now()),
    table,
    nextNumber: (series) => {
      const rule = card.series?.[series] ??
        defaultSeries[series] ?? { start: `${series.slice(0, 8).toUpperCase()}-0001` }
      const number = numbers[series] ?? rule.start
      numbers[series] = numberAfter(number, rule.step)
      return number
    },
    nextEntry: (name) => {
      entries[name] = (entries[name] ?? 0) + 1
      return entries[name]
    },
    transaction,
    commit: () => {
      if (depth === 0) return
      undo = []
      const done = pending
      pending = []
      committed = { numbers: { ...numbers }, entries: { ...entries }, count: committed.count + 1 }
      done.forEach(tell)
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear: () => {
      for (const each of tables.values()) each.clear()
      numbers = {}
      entries = {}
    },
  }
}
