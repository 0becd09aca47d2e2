import type { Entity } from '../../../engine/entity.ts'
import { Misconfigured } from '../../../engine/errors.ts'
import type { ChangeSink, ChangeSource } from '../../../engine/ports.ts'
import type { Client } from '../client.ts'
import type { PubSub } from '../pubsub/client.ts'
import { PubSubError } from '../pubsub/errors.ts'
import type { Session } from '../session.ts'
import type { SalesforceSettings, Services } from '../settings.ts'
import { createHealth } from './health.ts'
import { createLinePoll, createPoll, type Poll } from './poll.ts'
import { followTopic } from './stream.ts'
import { findTopics, shortcoming, type Topics } from './topics.ts'
import { createPatience, problemOf } from './trouble.ts'

/** How often an entity is asked for changes that no topic carries. */
const pollEvery = 5 * 60_000

/** What stopped the source; `topic` where it was a subscription. */
interface Failed {
  readonly topic: string | undefined
  readonly reason: unknown
}

/** Another topic may do: the run-as user may not subscribe to this one, or may no more. */
const isClosed = (reason: unknown): boolean =>
  reason instanceof Misconfigured && reason.cause instanceof PubSubError && reason.cause.next === 'closed'

/** Salesforce's changes: Change Data Capture over the Pub/Sub API, and queries for what it leaves out. */
export function createChanges(
  settings: Pick<SalesforceSettings, 'channel' | 'mirrors'>,
  services: Services & { readonly client: Client; readonly pubsub: PubSub },
  watch: readonly Entity[],
  mirrors: readonly Entity[] = [],
): ChangeSource {
  const { client, clock, log } = services
  const health = createHealth(clock)
  const poll = createPoll({ client, clock })
  const pollLines = createLinePoll({ client, clock })

  const keepPolling = async (
    { entity, what, look }: { entity: Entity; what: string; look: Poll },
    sink: ChangeSink,
    signal: AbortSignal,
  ): Promise<void> => {
    const patience = createPatience()
    while (!signal.aborted) {
      try {
        await look(entity, sink)
        health.heard(`queries of ${what}`)
        patience.reset()
        await clock.wait(pollEvery, signal)
      } catch (error) {
        health.lost(`queries of ${what}`, problemOf(error))
        if (error instanceof Misconfigured) throw error
        log.warn({ entity: what, problem: problemOf(error) }, 'Could not ask for changes; trying again.')
        await clock.wait(patience.after(error), signal)
      }
    }
  }

  const topicsWhenReady = async (refused: ReadonlySet<string>, signal: AbortSignal): Promise<Topics | undefined> => {
    const patience = createPatience()
    while (!signal.aborted) {
      let session: Session | undefined
      try {
        session = await client.session()
        const topics = await findTopics(services.pubsub, session, settings, watch, refused, mirrors)
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

  /** What is asked for by query. All kinds of lines of a document are asked for together. */
  const asked = ({ polled, lines }: Topics): readonly { entity: Entity; what: string; look: Poll }[] => [
    ...polled.map((entity) => ({ entity, what: entity.name, look: poll })),
    ...[...new Set(lines.map(({ of }) => of))].map((entity) => ({
      ...{ entity, what: `lines of ${entity.name}`, look: pollLines },
    })),
  ]

  const tell = (found: Topics): void => {
    const topics = found.topics.map(({ name }) => name)
    const lacks = shortcoming(found)
    health.lacking(lacks && `${lacks.detail}. ${lacks.advice}`)
    const { closed } = found
    log.info({ topics, polled: asked(found).map(({ what }) => what), closed }, 'Watching Salesforce.')
    if (lacks) log.warn({ closed, advice: lacks.advice }, `${lacks.detail}.`)
  }

  /** Until the signal aborts, or the first failure: one that must stop stops all, half a source would look like a whole one. */
  const follow = async (found: Topics, sink: ChangeSink, signal: AbortSignal): Promise<Failed | undefined> => {
    const stop = new AbortController()
    const both = AbortSignal.any([signal, stop.signal])
    let failed: Failed | undefined
    const orStop = (work: Promise<void>, topic?: string): Promise<void> =>
      work.catch((reason: unknown) => {
        failed ??= { topic, reason }
        stop.abort()
      })
    await Promise.all([
      ...found.topics.map((topic) => orStop(followTopic({ ...services, health }, topic, sink, both), topic.name)),
      ...asked(found).map((each) => orStop(keepPolling(each, sink, both))),
    ])
    return failed
  }

  return {
    name: 'salesforce-change-events',
    async run(sink, signal) {
      if (watch.length === 0) return
      const refused = new Set<string>()
      for (;;) {
        const found = await topicsWhenReady(refused, signal)
        if (found === undefined) return
        tell(found)
        const failed = await follow(found, sink, signal)
        if (failed === undefined) return
        if (failed.topic === undefined || refused.has(failed.topic) || !isClosed(failed.reason)) throw failed.reason
        refused.add(failed.topic)
        for (const { name } of found.topics) health.closed(name)
      }
    },
    async poll(sink) {
      let count = 0
      for (const entity of watch) count += await poll(entity, sink)
      return count
    },
    state: () => health.state(),
  }
}
