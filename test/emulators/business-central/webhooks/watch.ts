import type { SandboxCompany } from '../company/company.ts'
import type { Signal } from './compress.ts'
import { deliver, type DeliveryContext } from './deliver.ts'
import { notifications } from './notification.ts'
import type { Subscription } from './subscription.ts'
import { signalOf } from './signal-of.ts'

export interface Watched {
  readonly list: () => readonly Subscription[]
  readonly live: (id: string) => Subscription | undefined
  readonly delivery: DeliveryContext
  readonly seconds: number
}

/**
 * The first change opens a window of 30 seconds; at its end everything inside is sent, one call per address. Returns a
 * function that forgets the present window.
 */
export function watch(company: SandboxCompany, { list, live, delivery, seconds }: Watched): () => void {
  let window: Map<string, Signal[]> | undefined

  const flush = async (): Promise<void> => {
    const due = window ?? new Map<string, Signal[]>()
    window = undefined
    const byUrl = new Map<string, ReturnType<typeof notifications>>()
    for (const [id, signals] of due) {
      const subscription = live(id)
      if (!subscription) continue
      const { notificationUrl } = subscription
      byUrl.set(notificationUrl, [...(byUrl.get(notificationUrl) ?? []), ...notifications(subscription, signals)])
    }
    for (const [url, value] of byUrl) await deliver(delivery, url, value)
  }
  company.onChange((change) => {
    const seen = signalOf(change)
    if (!seen) return
    for (const subscription of list()) {
      if (subscription._companyId !== company.id || subscription._set.name !== seen.set) continue
      if (!window) {
        window = new Map()
        delivery.timer(seconds, flush)
      }
      const signals = window.get(subscription.subscriptionId)
      if (signals) signals.push(seen.signal)
      else window.set(subscription.subscriptionId, [seen.signal])
    }
  })
  return () => (window = undefined)
}
