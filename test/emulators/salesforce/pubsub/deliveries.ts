import type { Clock } from '../../kit/clock.ts'

/** Counts what the org's subscribers were sent; every subscriber counts. [Change Data Capture allocations] */
export interface Deliveries {
  add(events: number): void
  within24Hours(): number
  clear(): void
}

export function createDeliveries(clock: Clock): Deliveries {
  let counts: { readonly at: number; readonly events: number }[] = []
  let total = 0
  return {
    add(events) {
      if (events === 0) return
      counts.push({ at: clock.now(), events })
      total += events
    },
    within24Hours() {
      const oldest = clock.now() - 24 * 3600 * 1000
      // Oldest first: looking at the front is enough, nothing is summed again.
      let gone = 0
      for (let count = counts[gone]; count && count.at < oldest; count = counts[++gone]) total -= count.events
      if (gone > 0) counts = counts.slice(gone)
      return total
    },
    clear() {
      counts = []
      total = 0
    },
  }
}
