import type { Entity } from '../../../engine/entity.ts'
import { Misconfigured } from '../../../engine/errors.ts'
import { childrenOf } from '../children.ts'
import type { PubSub } from '../pubsub/client.ts'
import { PubSubError, stopped } from '../pubsub/errors.ts'
import type { Session } from '../session.ts'
import { packageChannel, permissionSet, type SalesforceSettings } from '../settings.ts'

/** What to subscribe to. */
export interface Topic {
  readonly name: string
  readonly watch: readonly Entity[]
  /**
   * Heard only, never asked for by query, not even where events were lost: a query knows no author, and everything that the bridge
   * itself has written would be told as somebody's edit.
   */
  readonly mirrors: readonly Entity[]
}

/** What to subscribe to, and which entities must be asked. */
export interface Topics {
  readonly topics: readonly Topic[]
  /** Asked for changes by query, every few minutes: no topic carries them, or the run-as user may not hear them. */
  readonly polled: readonly Entity[]
  /** Lines that are asked for by query, where their documents are heard: no topic that is open carries them. */
  readonly lines: readonly Lines[]
  /** Topics that are there and that the run-as user may not subscribe to. */
  readonly closed: readonly string[]
}

/** The lines of a kind of document, by their object's name. */
export interface Lines {
  readonly of: Entity
  readonly name: string
}

/** `/data/AccountChangeEvent`, `/data/BC_Invoice__ChangeEvent`. [Change Data Capture Developer Guide: Subscription Channels] */
export function entityTopic(object: string): string {
  return `/data/${object.replace(/__c$/, '__')}ChangeEvent`
}

/**
 * The configured channel; else the package's own; else, when that is not deployed or the run-as user may not subscribe to it
 * (an org may ask for View All Data), the topics of the entities, which ask for no more than View All Records on each. What is
 * not to be had either way is asked by query: on a channel, too, Salesforce leaves out without a word the entities that the
 * user may not view. [Change Data Capture Developer Guide: Required Permissions for Change Event Subscribers] Which objects a
 * channel carries it does not tell; the package's carries no lines: a line that changes without the amount of its document
 * (a description, a variant) is heard of by query.
 *
 * @param refused topics that have refused a subscription, whatever they say of themselves
 * @param mirrors entities that are heard where that costs nothing, and are never asked for: see `SalesforceSettings.mirrors`
 * @throws Misconfigured, PubSubError
 */
export async function findTopics(
  pubsub: Pick<PubSub, 'topic'>,
  session: Session,
  settings: Pick<SalesforceSettings, 'channel' | 'mirrors'>,
  watch: readonly Entity[],
  refused: ReadonlySet<string> = new Set(),
  mirrors: readonly Entity[] = [],
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
      topics: [{ name: channel, watch, mirrors }],
      polled: closed.map(({ entity }) => entity),
      lines: each.filter(({ is }) => is !== 'closed').flatMap(({ entity }) => linesOf(entity)),
      closed: closed.map(({ name }) => name),
    }
  }
  const topics: Topic[] = []
  const unheard: Lines[] = []
  const closedLines: string[] = []
  for (const { entity, name, is } of each) {
    if (is === 'open') topics.push({ name, watch: [entity], mirrors: [] })
    for (const line of linesOf(entity)) {
      const topic = entityTopic(line.name)
      const its = await state(topic)
      if (its === 'open') topics.push({ name: topic, watch: [entity], mirrors: [] })
      else if (is === 'open') unheard.push(line)
      if (its === 'closed') closedLines.push(topic)
    }
  }
  for (const [object, kinds] of Map.groupBy(settings.mirrors === true ? mirrors : [], ({ name }) => name)) {
    const name = entityTopic(object)
    if ((await state(name)) === 'open') topics.push({ name, watch: [], mirrors: kinds })
  }
  return {
    topics,
    polled: each.filter(({ is }) => is !== 'open').map(({ entity }) => entity),
    lines: unheard,
    closed: [...(ofChannel === 'closed' ? [channel] : []), ...closed.map(({ name }) => name), ...closedLines],
  }
}

/** Order products have no sharing of their own: who sees all orders sees them. [Object Reference: OrderItem] */
const linesOf = (entity: Entity): readonly Lines[] =>
  childrenOf(entity).map((child) => ({ of: entity, name: child.entity.name }))

/**
 * What is heard late, and what an admin does about it; undefined when everything is heard at once, or as the package means it:
 * it selects no lines, since five objects are free.
 */
export function shortcoming({ polled, lines, closed }: Topics): { detail: string; advice: string } | undefined {
  const isClosed = ({ name }: Lines): boolean => closed.includes(entityTopic(name))
  const late = [...polled.map((entity) => ({ of: entity, name: entity.name })), ...lines.filter(isClosed)]
  if (late.length === 0) return undefined
  const list = (all: readonly string[]): string => [...new Set(all)].join(', ')
  const names = (entities: readonly Lines[]): string => list(entities.map(({ name }) => name))
  const [hidden, missing] = [late.filter(isClosed), late.filter((each) => !isClosed(each))]
  const advice = [
    hidden.length > 0 &&
      `Give the bridge's run-as user View All Records on ${list(hidden.map(({ of }) => of.name))} (permission set ${permissionSet}), then restart.`,
    missing.length > 0 &&
      `Deploy the channel BC_Sync__chn (force-app/cdc), or select ${names(missing)} in Setup → Change Data Capture, then restart.`,
  ]
  return {
    detail: `${names(late)} ${late.length === 1 ? 'is' : 'are'} only asked every five minutes`,
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
