import type { ChangeSink, ChangeSource } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import type { Client } from '../client.ts'
import type { BusinessCentralServices } from '../settings.ts'
import type { Bell } from './bell.ts'
import { clientState } from './client-state.ts'
import { every } from './every.ts'
import { readNotifications } from './notifications.ts'
import { reporting } from './source-state.ts'
import { keepSubscriptions } from './subscriptions.ts'
import type { CompanySet } from './watched-sets.ts'

/** How often the subscriptions are looked at: one call. A lost one is found within this time. */
const checkSeconds = 900

/** What the bridge does with calls from Business Central. */
export interface WebhookReceiver {
  /** The body to answer a handshake with. */
  handshake(token: string): string
  /**
   * Queues what the notifications tell and answers at once. Those of others are ignored and counted.
   *
   * @throws Error when nothing can be stored: Business Central comes again
   */
  receive(body: unknown): Promise<{ accepted: number; ignored: number }>
  /** Notifications by what became of them, since the start. */
  readonly counters: () => Readonly<Record<string, number>>
}

export interface Webhooks {
  /** Keeps the subscriptions alive. */
  source(notificationUrl: string): ChangeSource
  readonly receiver: WebhookReceiver
  /** Whether every set has a subscription, as far as we know. */
  healthy(): boolean
  /** Where notifications are delivered. */
  deliverTo(sink: ChangeSink): void
}

/**
 * The subscriptions and what they bring.
 *
 * @param look ends the rest of the poll: sets must be looked through now
 */
export function createWebhooks(
  client: Client,
  services: BusinessCentralServices,
  companies: readonly CompanyRef[],
  sets: readonly CompanySet[],
  look: Bell,
): Webhooks {
  const counts = { accepted: 0, ignored: 0 }
  const report = reporting(services.clock)
  let subscribed = false
  let sink: ChangeSink | undefined

  return {
    healthy: () => subscribed,
    deliverTo: (to) => (sink = to),
    source: (notificationUrl) => ({
      name: 'Business Central webhooks',
      run(to, signal) {
        sink = to
        return every(services, 'Business Central webhooks', signal, async () => {
          try {
            await keepSubscriptions(client, services, notificationUrl, sets, () => look.ring())
            report.fine(0)
            subscribed = true
          } catch (error) {
            report.trouble(error)
            // The poll goes back to its short period at once.
            if (subscribed) look.ring()
            subscribed = false
            throw error
          }
          return checkSeconds
        })
      },
      state: () => report.state,
    }),
    receiver: {
      handshake: (token) => token,
      async receive(body) {
        const secret = await clientState(services.state)
        const { changes, collections, accepted, ignored } = readNotifications(body, secret, companies)
        if (accepted > 0) {
          if (!sink) throw new Error('The bridge is starting.')
          if (changes.length > 0) await sink.accept(changes)
          // Not looked through here: the caller waits. Should we die before, the poll's cursor has not moved.
          if (collections > 0) look.ring()
          report.heard(accepted)
        }
        counts.accepted += accepted
        counts.ignored += ignored
        if (ignored > 0) services.log.warn({ ignored }, 'notifications that are not ours were ignored')
        return { accepted, ignored }
      },
      counters: () => ({ ...counts }),
    },
  }
}
