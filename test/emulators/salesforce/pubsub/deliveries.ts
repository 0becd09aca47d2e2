import type { Clock } from '../../kit/clock.ts'

/** Counts what the org's subscribers were sent; every subscriber counts. [Change Data Capture allocations] */
export interface Deliveries {
  add(events: number): void
  within24Hours(): number
  clear(): void
}

export function createDeliveries(clock: Clock): Deliveries {
  let counts: { readonly at: number; readonly events: number }[] = []
  return {
    add: (events) => void counts.push({ at: clock.now(), events }),
    within24Hours() {
      const oldest = clock.now() - 24 * 3600 * 1000
      counts = counts.filter(({ at }) => at >= oldest)
      return counts.reduce((sum, { events }) => sum + events, 0)
    },
    clear() {
      counts = []
    },
  }
}
