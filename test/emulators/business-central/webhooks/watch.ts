import type { SandboxCompany } from '../company/company.ts'
import type { Signal } from './compress.ts'
import type { Switches } from '../switches.ts'
import { deliver, type DeliveryContext } from './deliver.ts'
import { notifications } from './notification.ts'
import type { Subscription } from './subscription.ts'
import { signalOf } from './signal-of.ts'

export interface Watched {
  readonly list: () => readonly Subscription[]
  readonly live: (id: string) => Subscription | undefined
  readonly delivery: DeliveryContext
  readonly seconds: number
  readonly switches: Pick<Switches, 'unchangedNotificationSeconds'>
  /** May whoever makes the present change schedule the task that sends? */
  readonly schedules: () => boolean
}

/**
 * The first change opens a window of 30 seconds; at its end everything inside is sent, one call per address. Changes by
 * somebody who may not schedule tasks open none: they wait for a change of the same table by somebody who may. Returns
 * a function that forgets what waits.
 */
export function watch(
  company: SandboxCompany,
  { list, live, delivery, seconds, switches, schedules }: Watched,
): () => void {
  let window: Map<string, Signal[]> | undefined
  /** Signals nobody could schedule a task for. */
  const held = new Map<string, Signal[]>()
  /** When each record last changed in earnest: what its modification stamp would say. */
  const changedAt = new Map<string, number>()

  /**
   * Judged when it is sent, by the stamp of the record: one that is later, or only a little earlier, than the update may have been
   * its own. [base application, API Webhook Notification Send]
   */
  const changedNothing = ({ recordId, at, unchanged }: Signal): boolean =>
    unchanged === true && (changedAt.get(recordId) ?? 0) <= at - switches.unchangedNotificationSeconds * 1000

  const flush = async (): Promise<void> => {
    const due = window ?? new Map<string, Signal[]>()
    window = undefined
    const byUrl = new Map<string, ReturnType<typeof notifications>>()
    for (const [id, signals] of due) {
      const subscription = live(id)
      if (!subscription) continue
      const { notificationUrl } = subscription
      byUrl.set(notificationUrl, [
        ...(byUrl.get(notificationUrl) ?? []),
        ...notifications(subscription, signals, changedNothing),
      ])
    }
    for (const [url, value] of byUrl) if (value.length > 0) await deliver(delivery, url, value)
  }
  company.onChange((change) => {
    const seen = signalOf(change)
    if (!seen) return
    if (seen.signal.unchanged !== true) changedAt.set(seen.signal.recordId, seen.signal.at)
    for (const subscription of list()) {
      if (subscription._companyId !== company.id || subscription._set.name !== seen.set) continue
      const id = subscription.subscriptionId
      if (!schedules()) {
        add(held, id, [seen.signal])
        continue
      }
      if (!window) {
        window = new Map()
        delivery.timer(seconds, flush)
      }
      add(window, id, [...(held.get(id) ?? []), seen.signal])
      held.delete(id)
    }
  })
  return () => {
    window = undefined
    held.clear()
    changedAt.clear()
  }
}

function add(to: Map<string, Signal[]>, id: string, signals: readonly Signal[]): void {
  const known = to.get(id)
  if (known) known.push(...signals)
  else to.set(id, [...signals])
}
