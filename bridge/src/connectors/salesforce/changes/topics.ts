import type { Entity } from '../../../engine/entity.ts'
import { Misconfigured } from '../../../engine/errors.ts'
import { childrenOf } from '../children.ts'
import type { PubSub } from '../pubsub/client.ts'
import { PubSubError, stopped } from '../pubsub/errors.ts'
import type { Session } from '../session.ts'
import { packageChannel, type SalesforceSettings } from '../settings.ts'

/** What to subscribe to, and which entities no topic carries. */
export interface Topics {
  readonly topics: readonly { readonly name: string; readonly watch: readonly Entity[] }[]
  /** Asked for changes by query, every few minutes. */
  readonly polled: readonly Entity[]
}

/** `/data/AccountChangeEvent`, `/data/BC_Invoice__ChangeEvent`. [Change Data Capture Developer Guide: Subscription Channels] */
export function entityTopic(object: string): string {
  return `/data/${object.replace(/__c$/, '__')}ChangeEvent`
}

/**
 * The configured channel; else the package's own; else, when the optional part of the package is not deployed, the topics of
 * those entities that are selected for Change Data Capture.
 *
 * @throws Misconfigured, PubSubError
 */
export async function findTopics(
  pubsub: Pick<PubSub, 'topic'>,
  session: Session,
  settings: Pick<SalesforceSettings, 'channel'>,
  watch: readonly Entity[],
): Promise<Topics> {
  const channel = settings.channel ?? packageChannel
  if (await exists(pubsub, session, channel)) return { topics: [{ name: channel, watch }], polled: [] }
  if (settings.channel !== undefined) {
    throw new Misconfigured(`The channel ${channel} does not exist in the org.`, {
      advice: `Correct SF_CDC_CHANNEL; leave it unset to use ${packageChannel} or the channels of the entities.`,
    })
  }
  const topics: { name: string; watch: readonly Entity[] }[] = []
  const polled: Entity[] = []
  for (const entity of watch) {
    const own = entityTopic(entity.name)
    if (await exists(pubsub, session, own)) topics.push({ name: own, watch: [entity] })
    else polled.push(entity)
    for (const line of childrenOf(entity)) {
      const name = entityTopic(line.entity.name)
      if (await exists(pubsub, session, name)) topics.push({ name, watch: [entity] })
    }
  }
  return { topics, polled }
}

async function exists(pubsub: Pick<PubSub, 'topic'>, session: Session, topic: string): Promise<boolean> {
  try {
    const { canSubscribe } = await pubsub.topic(session, topic)
    if (canSubscribe) return true
    const code = 'subscription.topic.cannot.subscribe'
    throw stopped(new PubSubError(code, 'stop', 'can_subscribe is false', undefined), topic)
  } catch (error) {
    if (!(error instanceof PubSubError)) throw error
    if (error.next === 'no-topic') return false
    if (error.next === 'stop') throw stopped(error, topic)
    throw error
  }
}
