import type { EventChannel } from '../context.ts'
import type { Schema } from '../schema.ts'
import type { ChangeEvent } from './change-event.ts'
import { notSupported, RpcError } from './errors.ts'
import { changeEventName } from './event-fields.ts'
import type { PubSubSwitches } from './switches.ts'

/** What a subscription carries. */
export interface Topic {
  readonly name: string
  /** The one entity of `/data/AccountChangeEvent`; undefined for channels. */
  readonly entity?: string
  carries(event: ChangeEvent): boolean
  /** Fields that this channel adds to updates and deletes. */
  enriched(event: ChangeEvent): readonly string[]
}

export interface TopicGrounds {
  readonly schema: Pick<Schema, 'objects'>
  readonly switches: Pick<PubSubSwitches, 'entityTopics' | 'enrichedFields' | 'filteredGaps'>
  readonly channels: () => readonly EventChannel[]
}

/** The standard channel for all selected entities, `/data/ChangeEvents`. */
export const standardChannel = 'ChangeEvents'

const enrichable: ReadonlySet<string> = new Set(['UPDATE', 'DELETE'])

/** Names of the channels whose members include the entity. */
const channelsOf = (entity: string, channels: readonly EventChannel[]): ReadonlySet<string> =>
  new Set(channels.filter(({ members }) => members.some((one) => one.entity === entity)).map(({ name }) => name))

/**
 * The topic of that name, case-sensitive as Salesforce has it. [Change Data Capture guide: Subscription Channels]
 * @throws RpcError topic.validation.empty, or topic.not.found for anything no metadata has selected
 */
export function findTopic(name: string, { schema, channels, switches }: TopicGrounds): Topic {
  if (name === '') throw new RpcError('topic.validation.empty', 'Topic name must not be empty.')
  if (name.startsWith('/event/')) throw notSupported(`The platform event topic ${name}`)
  const [, short] = /^\/data\/([^/]+)$/.exec(name) ?? []
  const known = channels()
  const channel = known.find((one) => one.name === short)
  if (channel) {
    return {
      name,
      carries(event) {
        const selection = event.channels.get(channel.name)
        if (!selection) return false
        // A gap event has no fields to judge by: whoever relies on the channel must hear of it.
        return event.changeType.startsWith('GAP_') && switches.filteredGaps === 'delivered' ? true : selection.passes
      },
      enriched: (event) =>
        switches.enrichedFields === 'delivered' && enrichable.has(event.changeType)
          ? (event.channels.get(channel.name)?.enriched ?? [])
          : [],
    }
  }
  const entity = schema.objects().find((object) => changeEventName(object.name) === short)?.name
  const counts = (names: Pick<ReadonlySet<string>, 'size' | 'has'>): boolean =>
    switches.entityTopics === 'any-channel' ? names.size > 0 : names.has(standardChannel)
  if (entity === undefined || !counts(channelsOf(entity, known)))
    throw new RpcError(
      'topic.not.found',
      `Topic ${name} could not be found, or its entity is not selected for change events.`,
    )
  // Enrichment and filters are for channels of several entities only.
  return { name, entity, carries: (event) => event.entity === entity && counts(event.channels), enriched: () => [] }
}
