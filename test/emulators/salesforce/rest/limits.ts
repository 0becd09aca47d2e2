import type { Clock } from '../../kit/clock.ts'
import { ApiError } from '../context.ts'
import type { Switches } from '../switches.ts'

export interface Limits {
  /** Counts one API call; false when the day's calls are used up. */
  spend(): boolean
  /** `api-usage=24/15000`, the value of `Sforce-Limit-Info`. */
  info(): string
  /** The JSON of `GET /limits`. */
  list(): Record<string, { Max: number; Remaining: number }>
  clear(): void
}

/** Spends one API call, or ends with 403 REQUEST_LIMIT_EXCEEDED. */
export function spendCall({ limits }: { readonly limits: Pick<Limits, 'spend'> }): void {
  if (!limits.spend())
    throw new ApiError(403, {
      statusCode: 'REQUEST_LIMIT_EXCEEDED',
      message: 'TotalRequests Limit exceeded.',
      fields: [],
    })
}

/** Limits of a Developer Edition org that this sandbox does not count: they stand at their full height. */
const uncounted: Readonly<Record<string, number>> = {
  ActiveScratchOrgs: 3,
  ConcurrentAsyncGetReportInstances: 200,
  ConcurrentSyncReportRuns: 20,
  DailyAsyncApexExecutions: 250_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
  DailyGenericStreamingApiEvents: 10_000,
  DailyStandardVolumePlatformEvents: 10_000,
  DailyStreamingApiEvents: 10_000,
  DailyWorkflowEmails: 20,
  DataStorageMB: 5,
  HourlyPublishedPlatformEvents: 50_000,
  HourlyTimeBasedWorkflow: 1000,
  MassEmail: 10,
  Package2VersionCreates: 6,
  PermissionSets: 1500,
  SingleEmail: 15,
  StreamingApiConcurrentClients: 20,
}

/** API calls in a rolling window of 24 hours of the sandbox's clock, kept by the minute. */
export function createLimits(options: {
  clock: Clock
  switches: Pick<Switches, 'dailyApiRequests' | 'fileStorageMegabytes'>
  /** Change events that may be, and were, sent to subscribers within 24 hours. */
  deliveries: () => { readonly most: number; readonly done: number }
  /** Size of all files. */
  storedBytes: () => number
  /** What the Bulk API has left. */
  bulk: () => Record<string, { Max: number; Remaining: number }>
}): Limits {
  const { clock, switches, deliveries, storedBytes, bulk } = options
  const perMinute = new Map<number, number>()
  function used(): number {
    const oldest = Math.floor(clock.now() / 60_000) - 24 * 60
    let total = 0
    for (const [minute, calls] of perMinute)
      if (minute <= oldest) perMinute.delete(minute)
      else total += calls
    return total
  }
  const left = (max: number, used: number): { Max: number; Remaining: number } => ({
    Max: max,
    Remaining: Math.max(0, max - used),
  })
  return {
    spend() {
      if (used() >= switches.dailyApiRequests) return false
      const minute = Math.floor(clock.now() / 60_000)
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1)
      return true
    },
    info: () => `api-usage=${used()}/${switches.dailyApiRequests}`,
    list: () => ({
      ...Object.fromEntries(Object.entries(uncounted).map(([name, max]) => [name, { Max: max, Remaining: max }])),
      ...bulk(),
      DailyApiRequests: left(switches.dailyApiRequests, used()),
      DailyDeliveredPlatformEvents: left(deliveries().most, deliveries().done),
      FileStorageMB: left(switches.fileStorageMegabytes, Math.ceil(storedBytes() / 1_048_576)),
    }),
    clear: () => perMinute.clear(),
  }
}
