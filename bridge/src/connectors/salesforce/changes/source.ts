import type { Entity } from '../../../engine/entity.ts'
import { Misconfigured } from '../../../engine/errors.ts'
import type { ChangeSink, ChangeSource } from '../../../engine/ports.ts'
import type { Client } from '../client.ts'
import type { PubSub } from '../pubsub/client.ts'
import { PubSubError } from '../pubsub/errors.ts'
import type { Session } from '../session.ts'
import type { SalesforceSettings, Services } from '../settings.ts'
import { createHealth } from './health.ts'
import { createPoll } from './poll.ts'
import { followTopic } from './stream.ts'
import { findTopics, type Topics } from './topics.ts'
import { createPatience, problemOf } from './trouble.ts'

/** How often an entity is asked for changes that no topic carries. */
const pollEvery = 5 * 60_000

/** Salesforce's changes: Change Data Capture over the Pub/Sub API, and queries for what it leaves out. */
export function createChanges(
  settings: Pick<SalesforceSettings, 'channel'>,
  services: Services & { readonly client: Client; readonly pubsub: PubSub },
  watch: readonly Entity[],
): ChangeSource {
  const { client, clock, log } = services
  const health = createHealth(clock)
  const poll = createPoll({ client, clock })

  const keepPolling = async (entity: Entity, sink: ChangeSink, signal: AbortSignal): Promise<void> => {
    const patience = createPatience()
    while (!signal.aborted) {
      try {
        await poll(entity, sink)
        health.heard(`queries of ${entity.name}`)
        patience.reset()
        await clock.wait(pollEvery, signal)
      } catch (error) {
        health.lost(`queries of ${entity.name}`, problemOf(error))
        if (error instanceof Misconfigured) throw error
        log.warn({ entity: entity.name, problem: problemOf(error) }, 'Could not ask for changes; trying again.')
        await clock.wait(patience.after(error), signal)
      }
    }
  }

  const topicsWhenReady = async (signal: AbortSignal): Promise<Topics | undefined> => {
    const patience = createPatience()
    while (!signal.aborted) {
      let session: Session | undefined
      try {
        session = await client.session()
        const topics = await findTopics(services.pubsub, session, settings, watch)
        health.trouble(undefined)
        return topics
      } catch (error) {
        health.trouble(problemOf(error))
        if (error instanceof Misconfigured) throw error
        if (error instanceof PubSubError && error.next === 'sign-in' && session) {
          await client.renewSession(session).catch(() => undefined)
        }
        log.warn({ problem: problemOf(error) }, 'The Pub/Sub API cannot be reached; trying again.')
        await clock.wait(patience.after(error), signal)
      }
    }
    return undefined
  }

  return {
    name: 'salesforce-change-events',
    async run(sink, signal) {
      if (watch.length === 0) return
      const found = await topicsWhenReady(signal)
      if (found === undefined) return
      const topics = found.topics.map(({ name }) => name)
      log.info({ topics, polled: found.polled.map(({ name }) => name) }, 'Watching Salesforce.')
      // One that must stop stops all: half a source would look like a whole one.
      const stop = new AbortController()
      const both = AbortSignal.any([signal, stop.signal])
      const all = [
        ...found.topics.map((topic) => followTopic({ ...services, health }, topic.name, topic.watch, sink, both)),
        ...found.polled.map((entity) => keepPolling(entity, sink, both)),
      ].map((each) =>
        each.catch((error: unknown) => {
          stop.abort()
          throw error
        }),
      )
      const results = await Promise.allSettled(all)
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
    },
    async poll(sink) {
      let count = 0
      for (const entity of watch) count += await poll(entity, sink)
      return count
    },
    state: () => health.state(),
  }
}
