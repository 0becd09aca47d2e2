import type { Clock } from '../../engine/clock.ts'
import { RetryLater } from '../../engine/errors.ts'
import type { ApiUsage } from '../../engine/ports.ts'
import type { Urgency } from './client.ts'

/** The share of the org's daily calls that others, and urgent work, may count on. */
const reserve = 0.1

/** What Salesforce said of its limit is believed this long; then one call may ask again. */
const fresh = 5 * 60_000

/** The org's daily API calls: shared with every other integration, so what can wait stops before they are used up. */
export interface Budget {
  /** @throws RetryLater when only documents of quote-to-cash may go on */
  spend(urgency: Urgency): void
  /** Reads `Sforce-Limit-Info: api-usage=24/15000`. */
  heed(limitInfo: string | undefined): void
  usage(): readonly ApiUsage[]
}

export function createBudget(clock: Pick<Clock, 'now'>): Budget {
  let known: { readonly used: number; readonly limit: number; readonly at: number } | undefined
  return {
    spend(urgency) {
      if (urgency === 'documents' || known === undefined || clock.now() - known.at > fresh) return
      if (known.used < known.limit * (1 - reserve)) return
      throw new RetryLater(
        'The last tenth of the API calls that the Salesforce org has is kept for orders and invoices.',
        {
          vendor: `api-usage=${known.used}/${known.limit}`,
          retryAfter: fresh / 1000,
        },
      )
    },
    heed(limitInfo) {
      const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(limitInfo ?? '') ?? []
      if (used !== undefined) known = { used: Number(used), limit: Number(limit), at: clock.now() }
    },
    usage: () => (known ? [{ name: 'Salesforce API calls in 24 hours', used: known.used, limit: known.limit }] : []),
  }
}
