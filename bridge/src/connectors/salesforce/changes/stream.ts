import { Misconfigured } from '../../../engine/errors.ts'
import type { ChangeSink } from '../../../engine/ports.ts'
import type { Client } from '../client.ts'
import type { PubSub } from '../pubsub/client.ts'
import type { EventType } from '../pubsub/decode.ts'
import { PubSubError, stopped } from '../pubsub/errors.ts'
import type { Services } from '../settings.ts'
import { accept, deliver, type Accepting } from './accept.ts'
import { cursorName, readPosition } from './cursor.ts'
import { createSeen } from './seen.ts'
import type { Health } from './health.ts'
import { isAborted, subscribe } from './subscription.ts'
import type { Topic } from './topics.ts'
import { createPatience, problemOf } from './trouble.ts'

export interface StreamServices extends Services {
  readonly client: Client
  readonly pubsub: PubSub
  readonly health: Health
}

/**
 * Follows one topic until the signal aborts: resumes from the cursor after every trouble, catches up by query where events
 * were lost. What was edited in mirrors meanwhile stays as it is, until the earliest event that there still is.
 *
 * @throws Misconfigured
 */
export async function followTopic(
  services: StreamServices,
  { name: topic, watch, mirrors }: Topic,
  sink: ChangeSink,
  signal: AbortSignal,
): Promise<void> {
  const { clock, health, log } = services
  const patience = createPatience()
  const [seen, schemas] = [createSeen(), new Map<string, EventType>()]
  const accepting = { ...services, topic, watch, mirrors, sink, seen, schemas }
  let fromEarliest = false
  const onResponse = (): void => {
    fromEarliest = false
    patience.reset()
  }
  for (let going = true; going; going = !isAborted(signal)) {
    try {
      await follow(accepting, fromEarliest, onResponse, signal)
    } catch (error) {
      health.lost(topic, problemOf(error))
      if (error instanceof Misconfigured) throw error
      if (error instanceof PubSubError && error.next === 'catch-up' && !fromEarliest) {
        fromEarliest = await catchUpAfterGap(accepting)
        if (fromEarliest) continue
      }
      const wait = patience.after(error)
      log.warn({ topic, wait, problem: problemOf(error) }, 'The change stream broke off; it resumes from its cursor.')
      await clock.wait(wait, signal)
    }
  }
  health.closed(topic)
}

/** One stream from the cursor on. Returns when the signal aborts; a stream that ends by itself is an error too. */
async function follow(
  accepting: Accepting & Pick<StreamServices, 'health' | 'pubsub'>,
  fromEarliest: boolean,
  onResponse: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { client, health, pubsub, sink, topic } = accepting
  const session = await client.session()
  try {
    await pubsub.topic(session, topic)
    const position = readPosition(await sink.cursor(cursorName(topic)))
    let since = position?.at
    health.connected(topic)
    await subscribe(
      accepting,
      session,
      { topic, replay: fromEarliest ? undefined : position?.replay },
      async (response) => {
        since = await accept(accepting, session.userId, since, response)
        health.heard(topic)
        onResponse()
      },
      signal,
    )
  } catch (error) {
    if (!(error instanceof PubSubError)) throw error
    if (error.next === 'stop' || error.next === 'no-topic' || error.next === 'closed') throw stopped(error, topic)
    if (error.next === 'sign-in') await client.renewSession(session)
    throw error
  }
  // The server closes a stream that asks for nothing, and before it restarts.
  if (!isAborted(signal)) throw new PubSubError('stream.ended', 'resume', 'Salesforce ended the stream.', undefined)
}

/**
 * The replay id is unknown or too old: what it leaves out is asked for by query, before the cursor moves on.
 *
 * @returns false when that failed for now: the cursor still says from where
 */
async function catchUpAfterGap(accepting: Accepting): Promise<boolean> {
  const { log, sink, topic, watch } = accepting
  const since = readPosition(await sink.cursor(cursorName(topic)))?.at
  const text = 'Salesforce does not know the replay id any more; catching up by query, then from the earliest event.'
  log.warn({ topic, since }, text)
  try {
    for (const entity of watch) await deliver(accepting, entity, since, sink)
    return true
  } catch (error) {
    if (error instanceof Misconfigured) throw error
    log.warn({ topic, problem: problemOf(error) }, 'Could not catch up; trying again.')
    return false
  }
}
