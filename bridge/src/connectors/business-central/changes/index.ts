import type { Entity } from '../../../engine/entity.ts'
import type { ChangeSink, ChangeSource } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import type { Client } from '../client.ts'
import type { BusinessCentralServices, BusinessCentralSettings } from '../settings.ts'
import { createBell, type Bell } from './bell.ts'
import { every } from './every.ts'
import { pollItemLedger } from './item-ledger.ts'
import { pollLedger } from './ledger-entries.ts'
import { lookThrough } from './look-through.ts'
import { pollModified } from './modified.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { pollOverdue } from './overdue.ts'
import { reporting } from './source-state.ts'
import { signals, watchedSets, watchesLedger, watchesStock, type CompanySet } from './watched-sets.ts'
import { pollVanished } from './vanished.ts'
import { createWebhooks, type WebhookReceiver } from './webhooks.ts'

export type { WebhookReceiver } from './webhooks.ts'

/**
 * While every set has a subscription, the poll is a safety net: for people whose changes Business Central cannot signal
 * (they may not schedule tasks) and for calls that never came.
 */
const safetyNetSeconds = 1800

export interface Changes {
  readonly sources: readonly ChangeSource[]
  readonly webhook: WebhookReceiver
}

/** Where Business Central sends its notifications. */
export const notificationUrl = (publicUrl: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/webhooks/business-central`

/** A source that looks again and again. */
function polling(
  services: BusinessCentralServices,
  name: string,
  look: (sink: ChangeSink) => Promise<number>,
  restSeconds: () => number,
  bell?: Bell,
): ChangeSource {
  const report = reporting(services.clock)
  const inTurn = oneAtATime()
  const poll = (sink: ChangeSink) =>
    inTurn(async () => {
      try {
        const found = await look(sink)
        report.fine(found)
        return found
      } catch (error) {
        report.trouble(error)
        throw error
      }
    })
  return {
    name,
    poll,
    run: (sink, signal) =>
      every(
        services,
        name,
        signal,
        async () => {
          await poll(sink)
          return restSeconds()
        },
        bell,
      ),
    state: () => report.state,
  }
}

/** Everything that tells of changes in Business Central: webhooks, stamps, and the customer ledger. */
export function createChanges(
  client: Client,
  services: BusinessCentralServices,
  settings: Pick<BusinessCentralSettings, 'publicUrl' | 'pollSeconds' | 'ledgerPollSeconds' | 'stockPollSeconds'>,
  companies: readonly CompanyRef[],
  watch: readonly Entity[],
): Changes {
  const { publicUrl, pollSeconds, ledgerPollSeconds, stockPollSeconds } = settings
  const watched = watchedSets(companies, watch)
  const sets = watched.filter(signals)
  const silent = watched.filter((each) => !signals(each))
  const bell = createBell()
  const webhooks = createWebhooks(client, services, companies, sets, bell)

  const lookAt = (some: readonly CompanySet[], sink: ChangeSink) =>
    lookThrough(some, async (each) => {
      const changed = await pollModified(client, each, sink)
      return changed + (await pollVanished(client, services.clock, each, sink))
    })
  const modified = polling(
    services,
    'Business Central changes',
    (sink) => {
      webhooks.deliverTo(sink)
      return lookAt(sets, sink)
    },
    () => (webhooks.healthy() ? Math.max(safetyNetSeconds, pollSeconds) : pollSeconds),
    bell,
  )
  const unsignalled = polling(
    services,
    'Business Central changes without webhooks',
    (sink) => lookAt(silent, sink),
    () => pollSeconds,
  )
  const ledger = polling(
    services,
    'Business Central customer ledger',
    (sink) =>
      lookThrough(companies, async (company) => {
        const posted = await pollLedger(client, company, sink)
        return posted + (await pollOverdue(client, services.clock, company, sink))
      }),
    () => ledgerPollSeconds,
  )
  const stock = polling(
    services,
    'Business Central item ledger',
    (sink) => lookThrough(companies, (company) => pollItemLedger(client, company, sink)),
    () => stockPollSeconds,
  )
  return {
    sources: [
      ...(publicUrl === undefined ? [] : [webhooks.source(notificationUrl(publicUrl))]),
      modified,
      ...(silent.length > 0 ? [unsignalled] : []),
      ...(watchesLedger(watch) ? [ledger] : []),
      ...(watchesStock(watch) ? [stock] : []),
    ],
    webhook: webhooks.receiver,
  }
}
