import type { Entity } from '../../../engine/entity.ts'
import type { ChangeSink, ChangeSource } from '../../../engine/ports.ts'
import { identityOf, type CompanyRef } from '../../../mapping/index.ts'
import type { Client } from '../client.ts'
import { entitySets } from '../sets.ts'
import type { BusinessCentralServices, BusinessCentralSettings } from '../settings.ts'
import { every } from './every.ts'
import { pollLedger } from './ledger-entries.ts'
import { pollModified } from './modified.ts'
import { readNotifications } from './notifications.ts'
import { reporting } from './source-state.ts'
import { clientState, keepSubscriptions } from './subscriptions.ts'

/** While webhooks work, the poll is only a safety net. */
const hourly = 3600

export interface Receiver {
  handshake(token: string): string
  receive(body: unknown): Promise<{ accepted: number; ignored: number }>
  readonly counters: () => Readonly<Record<string, number>>
}

export interface Changes {
  readonly sources: readonly ChangeSource[]
  readonly webhook: Receiver
}

/** Everything that tells of changes in Business Central: webhooks, stamps, and the customer ledger. */
export function createChanges(
  client: Client,
  services: BusinessCentralServices,
  settings: Pick<BusinessCentralSettings, 'publicUrl' | 'pollSeconds' | 'ledgerPollSeconds'>,
  companies: readonly CompanyRef[],
  watch: readonly Entity[],
): Changes {
  const watched = new Set(watch.map((entity) => identityOf(entity).name))
  const sets = [
    ...new Set(entitySets.flatMap(({ entity, set }) => (set !== undefined && watched.has(entity.name) ? [set] : []))),
  ]
  const everywhere = companies.flatMap((company) => sets.map((set) => ({ company, set })))
  const counts = { accepted: 0, ignored: 0 }
  let subscribed = false
  let deliver: ChangeSink | undefined

  const pollAll = async (sink: ChangeSink) => {
    deliver = sink
    let found = 0
    for (const { company, set } of everywhere) found += await pollModified(client, company, set, sink)
    return found
  }
  const pollLedgers = async (sink: ChangeSink) => {
    let found = 0
    for (const company of companies) found += await pollLedger(client, company, sink)
    return found
  }
  const look = async (where: readonly { company: CompanyRef; set: string }[], sink: ChangeSink) => {
    let found = 0
    for (const { company, set } of where) found += await pollModified(client, company, set, sink)
    return found
  }

  const stamps = reporting(services.clock)
  const modified: ChangeSource = {
    name: 'Business Central changes',
    run: (sink, signal) =>
      every(services, 'Business Central changes', signal, async () => {
        try {
          stamps.fine(await pollAll(sink))
        } catch (error) {
          stamps.trouble(error)
          throw error
        }
        return subscribed ? Math.max(hourly, settings.pollSeconds) : settings.pollSeconds
      }),
    poll: pollAll,
    state: () => stamps.state,
  }

  const entries = reporting(services.clock)
  const ledger: ChangeSource = {
    name: 'Business Central customer ledger',
    run: (sink, signal) =>
      every(services, 'Business Central customer ledger', signal, async () => {
        try {
          entries.fine(await pollLedgers(sink))
        } catch (error) {
          entries.trouble(error)
          throw error
        }
        return settings.ledgerPollSeconds
      }),
    poll: pollLedgers,
    state: () => entries.state,
  }

  const notices = reporting(services.clock)
  const url = settings.publicUrl === undefined ? undefined : `${settings.publicUrl}/webhooks/business-central`
  const webhooks = (notificationUrl: string): ChangeSource => ({
    name: 'Business Central webhooks',
    run(sink, signal) {
      deliver = sink
      return every(services, 'Business Central webhooks', signal, async () => {
        try {
          const created = await keepSubscriptions(client, services, notificationUrl, everywhere)
          notices.fine(await look(created, sink))
          subscribed = true
        } catch (error) {
          subscribed = false
          notices.trouble(error)
          throw error
        }
        return hourly
      })
    },
    state: () => notices.state,
  })

  return {
    sources: [
      ...(url === undefined ? [] : [webhooks(url)]),
      modified,
      ...(watched.has('ledgerPayment') ? [ledger] : []),
    ],
    webhook: {
      handshake: (token) => token,
      async receive(body) {
        const { changes, collections, ignored } = readNotifications(body, await clientState(services), companies)
        const accepted = changes.length + collections.length
        if (accepted > 0) {
          if (!deliver) throw new Error('The bridge is starting.')
          if (changes.length > 0) await deliver.accept(changes)
          const where = everywhere.filter(({ company, set }) =>
            collections.some((each) => each.company === company.id && each.set === set),
          )
          await look(where, deliver)
          notices.fine(accepted)
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
