import type { Clock } from '../../kit/clock.ts'
import type { Switches } from '../switches.ts'

/** What the Bulk API may use within 24 hours of the sandbox's clock. */
export interface Allocations {
  /** Takes one batch of up to 10,000 rows; false when the day's batches are used up. */
  spendBatch(): boolean
  /** Takes one query job; false when the day's jobs are used up. */
  spendQuery(): boolean
  /** Their entries in `GET /limits`. */
  list(): Record<string, { Max: number; Remaining: number }>
  clear(): void
}

const day = 86_400_000

export function createAllocations(options: {
  clock: Clock
  switches: Pick<Switches, 'dailyBulkBatches' | 'dailyBulkQueryJobs'>
}): Allocations {
  const { clock, switches } = options
  const spent = { batches: [] as number[], queries: [] as number[] }
  const within = (what: keyof typeof spent): number => {
    spent[what] = spent[what].filter((at) => at > clock.now() - day)
    return spent[what].length
  }
  function spend(what: keyof typeof spent, max: number): boolean {
    if (within(what) >= max) return false
    spent[what].push(clock.now())
    return true
  }
  const entry = (what: keyof typeof spent, max: number): { Max: number; Remaining: number } => ({
    Max: max,
    Remaining: Math.max(0, max - within(what)),
  })
  return {
    spendBatch: () => spend('batches', switches.dailyBulkBatches),
    spendQuery: () => spend('queries', switches.dailyBulkQueryJobs),
    list: () => ({
      DailyBulkApiBatches: entry('batches', switches.dailyBulkBatches),
      DailyBulkV2QueryJobs: entry('queries', switches.dailyBulkQueryJobs),
    }),
    clear() {
      spent.batches = []
      spent.queries = []
    },
  }
}
