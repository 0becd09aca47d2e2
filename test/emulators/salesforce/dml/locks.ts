import type { VirtualClock } from '../../kit/clock.ts'
import type { Store } from '../data/store.ts'
import { to18 } from '../ids.ts'
import type { Actor } from '../records.ts'
import type { Switches } from '../switches.ts'

/** Rows that somebody's transaction holds until it is released. */
export interface RowLock extends Disposable {
  release(): void
}

/**
 * Rows locked by transactions that go on: those of people and of automation, as the sandbox's own calls last no time. Whoever
 * writes such a row through an API, or a child of it, waits and is refused after `rowLockSeconds`. What a test does through
 * `org.dml` is the holder's own work and does not wait.
 */
export interface Locks {
  /** @param ids of any objects, 15 or 18 characters */
  hold(...ids: readonly string[]): RowLock
  /** How many calls wait for a row at present. */
  readonly waiting: number
  /** Which of these rows are held, as far as the present work minds that. */
  heldOf(ids: () => Iterable<string>): readonly string[]
  /** Whether `work` would meet a held row; nothing of what it does stays. */
  meets(actor: Actor, work: () => unknown): boolean
  /** Does `work`, which is refused every row that is held. */
  mind<T>(work: () => T): T
  /** Does `work` once nobody holds what it needs; after `rowLockSeconds` of waiting held rows are refused to it. */
  waitFor<T>(actor: Actor, work: () => T): Promise<T>
  clear(): void
}

/** [Salesforce Help: "Unable to lock row": a lock is waited for for ten seconds] */
export function createLocks({
  clock,
  store,
  switches,
}: {
  clock: VirtualClock
  store: Pick<Store, 'transaction'>
  switches: Pick<Switches, 'rowLockSeconds'>
}): Locks {
  /** By row, how many hold it. */
  const held = new Map<string, number>()
  const waiting = new Set<() => void>()
  let minds = false
  let met = new Set<string>()

  function heldOf(ids: () => Iterable<string>): readonly string[] {
    if (!minds || held.size === 0) return []
    const found = [...new Set(ids())].filter((id) => held.has(id))
    for (const id of found) met.add(id)
    return found
  }

  function mind<T>(work: () => T): T {
    const before = minds
    minds = true
    try {
      return work()
    } finally {
      minds = before
    }
  }

  /** The held rows that `work` meets; it is tried, and everything taken back. */
  function metBy(actor: Actor, work: () => unknown): ReadonlySet<string> {
    met = new Set()
    store.transaction(actor, (rollback) => {
      try {
        mind(work)
      } catch {
        // What is wrong with the work itself is told when it is done in earnest.
      }
      rollback()
    })
    return met
  }

  const freed = (ids: ReadonlySet<string>, milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (![...ids].some((id) => held.has(id))) done()
      }
      const done = (): void => {
        waiting.delete(look)
        cancel()
        resolve()
      }
      const cancel = clock.after(milliseconds, done)
      waiting.add(look)
    })

  return {
    hold(...ids) {
      let mine = ids.map((id) => to18(id) ?? id)
      for (const id of mine) held.set(id, (held.get(id) ?? 0) + 1)
      const release = (): void => {
        for (const id of mine) {
          const others = (held.get(id) ?? 1) - 1
          if (others > 0) held.set(id, others)
          else held.delete(id)
        }
        mine = []
        for (const look of [...waiting]) look()
      }
      return { release, [Symbol.dispose]: release }
    },
    get waiting() {
      return waiting.size
    },
    heldOf,
    mind,
    meets: (actor, work) => held.size > 0 && metBy(actor, work).size > 0,
    async waitFor(actor, work) {
      const until = clock.now() + switches.rowLockSeconds * 1000
      while (held.size > 0 && clock.now() < until) {
        const ids = metBy(actor, work)
        if (ids.size === 0) break
        await freed(ids, until - clock.now())
      }
      return mind(work)
    },
    clear() {
      held.clear()
      for (const look of [...waiting]) look()
    },
  }
}
