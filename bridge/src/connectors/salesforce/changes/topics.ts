import type { Entity } from '../../../engine/entity.ts'
import { Misconfigured } from '../../../engine/errors.ts'
import { childrenOf } from '../children.ts'
import type { PubSub } from '../pubsub/client.ts'
import { PubSubError, stopped } from '../pubsub/errors.ts'
import type { Session } from '../session.ts'
import { packageChannel, permissionSet, type SalesforceSettings } from '../settings.ts'

/** What to subscribe to, and which entities must be asked. */
export interface Topics {
  readonly topics: readonly { readonly name: string; readonly watch: readonly Entity[] }[]
  /** Asked for changes by query, every few minutes: no topic carries them, or the run-as user may not hear them. */
  readonly polled: readonly Entity[]
  /** Topics that are there and that the run-as user may not subscribe to. */
  readonly closed: readonly string[]
}

/** `/data/AccountChangeEvent`, `/data/BC_Invoice__ChangeEvent`. [Change Data Capture Developer Guide: Subscription Channels] */
export function entityTopic(object: string): string {
  return `/data/${object.replace(/__c$/, '__')}ChangeEvent`
}

/**
 * The configured channel; else the package's own; else, when that is not deployed or the run-as user may not subscribe to it
 * (an org may ask for View All Data), the topics of the entities, which ask for no more than View All Records on each. What is
 * not to be had either way is asked by query: on a channel, too, Salesforce leaves out without a word the entities that the
 * user may not view. [Change Data Capture Developer Guide: Required Permissions for Change Event Subscribers]
 *
 * @param refused topics that have refused a subscription, whatever they say of themselves
 * @throws Misconfigured, PubSubError
 */
export async function findTopics(
  pubsub: Pick<PubSub, 'topic'>,
  session: Session,
  settings: Pick<SalesforceSettings, 'channel'>,
  watch: readonly Entity[],
  refused: ReadonlySet<string> = new Set(),
): Promise<Topics> {
  const state = (topic: string) => (refused.has(topic) ? 'closed' : stateOf(pubsub, session, topic))
  const channel = settings.channel ?? packageChannel
  const ofChannel = await state(channel)
  if (settings.channel !== undefined && ofChannel !== 'open') throw misconfigured(channel, ofChannel)
  const each = await Promise.all(
    watch.map(async (entity) => ({
      entity,
      name: entityTopic(entity.name),
      is: await state(entityTopic(entity.name)),
    })),
  )
  const closed = each.filter(({ is }) => is === 'closed')
  if (ofChannel === 'open') {
    return {
      topics: [{ name: channel, watch }],
      polled: closed.map(({ entity }) => entity),
      closed: closed.map(({ name }) => name),
    }
  }
  const topics: { name: string; watch: readonly Entity[] }[] = []
  for (const { entity, name, is } of each) {
    if (is === 'open') topics.push({ name, watch: [entity] })
    for (const line of childrenOf(entity).map((child) => entityTopic(child.entity.name))) {
      if ((await state(line)) === 'open') topics.push({ name: line, watch: [entity] })
    }
  }
  return {
    topics,
    polled: each.filter(({ is }) => is !== 'open').map(({ entity }) => entity),
    closed: [...(ofChannel === 'closed' ? [channel] : []), ...closed.map(({ name }) => name)],
  }
}

/** What is heard late, and what an admin does about it; undefined when everything is heard at once. */
export function shortcoming({ polled, closed }: Topics): { detail: string; advice: string } | undefined {
  if (polled.length === 0) return undefined
  const names = (entities: readonly Entity[]): string => entities.map(({ name }) => name).join(', ')
  const isClosed = ({ name }: Entity): boolean => closed.includes(entityTopic(name))
  const [hidden, missing] = [polled.filter(isClosed), polled.filter((entity) => !isClosed(entity))]
  const advice = [
    hidden.length > 0 &&
      `Give the bridge's run-as user View All Records on ${names(hidden)} (permission set ${permissionSet}), then restart.`,
    missing.length > 0 &&
      `Deploy the channel BC_Sync__chn (force-app/cdc), or select ${names(missing)} in Setup → Change Data Capture, then restart.`,
  ]
  return {
    detail: `${names(polled)} ${polled.length === 1 ? 'is' : 'are'} only asked every five minutes`,
    advice: advice.filter((each) => each !== false).join(' '),
  }
}

function misconfigured(channel: string, is: 'closed' | 'missing'): Misconfigured {
  return is === 'missing'
    ? new Misconfigured(`The channel ${channel} does not exist in the org.`, {
        advice: `Correct SF_CDC_CHANNEL; leave it unset to use ${packageChannel} or the channels of the entities.`,
      })
    : new Misconfigured(`The run-as user may not subscribe to the channel ${channel}.`, {
        advice: `Give the user View All Data, or leave SF_CDC_CHANNEL unset: the topics of the entities ask for less.`,
      })
}

async function stateOf(
  pubsub: Pick<PubSub, 'topic'>,
  session: Session,
  topic: string,
): Promise<'open' | 'closed' | 'missing'> {
  try {
    const { canSubscribe } = await pubsub.topic(session, topic)
    return canSubscribe ? 'open' : 'closed'
  } catch (error) {
    if (!(error instanceof PubSubError)) throw error
    if (error.next === 'no-topic') return 'missing'
    if (error.next === 'closed') return 'closed'
    if (error.next === 'stop') throw stopped(error, topic)
    throw error
  }
}
