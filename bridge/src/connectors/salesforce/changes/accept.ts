import type { Entity } from '../../../engine/entity.ts'
import type { ChangeSink } from '../../../engine/ports.ts'
import type { Client } from '../client.ts'
import type { PubSub } from '../pubsub/client.ts'
import { eventType, type EventType } from '../pubsub/decode.ts'
import type { FetchResponse } from '../pubsub/messages.ts'
import type { Services } from '../settings.ts'
import { catchUp, type Asking } from './catch-up.ts'
import { cursorName, writePosition, type Position } from './cursor.ts'
import { changedFields, toSignals, type DecodedEvent } from './events.ts'
import type { Seen } from './seen.ts'
import type { Topic } from './topics.ts'
import { problemOf } from './trouble.ts'

/** What handling a response leans on. `seen` and `schemas` live as long as the topic is followed. */
export interface Accepting extends Services, Pick<Topic, 'watch' | 'mirrors'> {
  readonly client: Client
  readonly pubsub: Pick<PubSub, 'schema'>
  readonly topic: string
  readonly sink: ChangeSink
  readonly seen: Seen
  readonly schemas: Map<string, EventType>
}

/**
 * One response: its changes are queued and the cursor moved in one transaction. A keep-alive moves the cursor too, or that of a
 * quiet topic would grow older than the 72 hours that Salesforce keeps events.
 *
 * @returns the instant up to which everything has been delivered
 */
export async function accept(
  accepting: Accepting,
  ownUser: string,
  since: string | undefined,
  response: FetchResponse,
): Promise<string> {
  const { client, clock, log, mirrors, seen, sink, topic, watch } = accepting
  const unseen = response.events.filter(({ event }) => !seen.has(event.id))
  // A duplicate has the id of the first delivery, and may come in the same response.
  const fresh = [...new Map(unseen.map((consumed) => [consumed.event.id, consumed])).values()]
  const events: DecodedEvent[] = []
  const unreadable: string[] = []
  for (const { event } of fresh) {
    const type = await typeOf(accepting, event.schemaId)
    try {
      events.push({ ...type.decode(event.payload), type })
    } catch (error) {
      unreadable.push(event.id)
      log.error(
        { topic, event: event.id, problem: problemOf(error) },
        'An event cannot be read; its entities are asked.',
      )
    }
  }
  const services = { client, footprint: client.footprint }
  const { changes, missed } = await toSignals(services, [...watch, ...mirrors], events, ownUser)
  for (const event of events) {
    const { entityName, changeType, recordIds, changeOrigin } = event.header
    log.debug({ topic, entityName, changeType, recordIds, changeOrigin, fields: changedFields(event) }, 'change event')
  }
  for (const entity of watch.filter((each) => unreadable.length > 0 || missed.has(each))) {
    log.warn({ topic, entity: entity.name, since }, 'More changed than the events tell; asking by query.')
    await deliver(accepting, entity, since, sink)
  }
  const commits = events.map((event) => new Date(Number(event.header.commitTimestamp)).toISOString())
  const at = response.events.length === 0 ? new Date(clock.now()).toISOString() : (commits.sort().at(-1) ?? since)
  const replay = response.events.at(-1)?.replayId ?? response.latestReplayId
  const position: Position = { replay: replay.toString('base64'), at: at ?? new Date(clock.now()).toISOString() }
  await sink.accept(changes, { name: cursorName(topic), value: writePosition(position) })
  for (const { event } of fresh) seen.add(event.id)
  return position.at
}

/** The schema of an event is its own: an admin who adds a field makes the next events' another. */
async function typeOf(services: Accepting, schemaId: string): Promise<EventType> {
  const known = services.schemas.get(schemaId)
  if (known) return known
  const { schemaJson } = await services.pubsub.schema(await services.client.session(), schemaId)
  const type = eventType(schemaJson)
  services.schemas.set(schemaId, type)
  return type
}

/** Tells everything that a query finds since an instant. */
export async function deliver(
  asking: Asking,
  entity: Entity,
  since: string | undefined,
  sink: ChangeSink,
): Promise<void> {
  for await (const found of catchUp(asking, entity, since)) await sink.accept(found.map(({ change }) => change))
}
