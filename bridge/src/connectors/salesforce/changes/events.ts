import type { Entity } from '../../../engine/entity.ts'
import type { Change } from '../../../engine/ports.ts'
import { childrenOf } from '../children.ts'
import type { Client } from '../client.ts'
import type { Footprint } from '../footprint.ts'
import { fieldNames } from '../pubsub/bitmaps.ts'
import { textOf, type ChangeEvent, type EventType } from '../pubsub/decode.ts'
import { query } from '../query.ts'
import { among, bareId, groupsOf, isId } from '../soql.ts'
import { clientName } from '../settings.ts'

/** What some events ask for. */
export interface Signals {
  readonly changes: readonly Change[]
  /** Entities of which more changed than the events tell: they must be asked for by query. */
  readonly missed: ReadonlySet<Entity>
}

/** An event with the schema it was decoded with. */
export interface DecodedEvent extends ChangeEvent {
  readonly type: Pick<EventType, 'fields'>
}

/** [Change Data Capture Developer Guide: Gap Events, Overflow Events] */
const kinds: Readonly<Record<string, Change['kind']>> = {
  CREATE: 'created',
  UNDELETE: 'created',
  UPDATE: 'updated',
  DELETE: 'deleted',
  GAP_CREATE: 'created',
  GAP_UNDELETE: 'created',
  GAP_UPDATE: 'updated',
  GAP_DELETE: 'deleted',
}

/**
 * Change events as signals. One event may name many records (merged identical changes); a gap event names records without
 * data, which is enough: signals carry none. Events of entities that nobody watches give nothing.
 *
 * @param ownUser the run-as user: with the client's name it tells our own writes
 * @throws RetryLater when the document of a line cannot be looked up now
 */
export async function toSignals(
  services: { readonly client: Pick<Client, 'call'>; readonly footprint: Pick<Footprint, 'covers'> },
  watch: readonly Entity[],
  events: readonly DecodedEvent[],
  ownUser: string,
): Promise<Signals> {
  const changes: Change[] = []
  const missed = new Set<Entity>()
  for (const event of events) {
    const { entityName, changeType, recordIds, commitTimestamp } = event.header
    const at = new Date(Number(commitTimestamp)).toISOString()
    const echo = isEcho(event, services.footprint, ownUser)
    for (const entity of watch) {
      const lines = childrenOf(entity).find((child) => child.entity.name === entityName)
      if (entity.name !== entityName && lines === undefined) continue
      const kind = kinds[changeType]
      // An overflow has no ids; a conversion of a field's type names all of them by a wildcard.
      if (kind === undefined || !recordIds.every(isId)) {
        missed.add(entity)
        continue
      }
      if (lines === undefined) {
        changes.push(...recordIds.map((id): Change => ({ entity, company: '', id, kind, at, echo })))
        continue
      }
      const named = textOf(event, lines.parentField)
      const parents = named === undefined ? await parentsOf(services.client, lines, recordIds) : [named]
      changes.push(...parents.map((id): Change => ({ entity, company: '', id, kind: 'updated', at, echo })))
    }
  }
  return { changes, missed }
}

/** The names of what an update changed, for the log and for telling echoes. */
export function changedFields(event: DecodedEvent): readonly string[] {
  return fieldNames(event.header.changedFields, event.type.fields)
}

function isEcho(event: DecodedEvent, footprint: Pick<Footprint, 'covers'>, ownUser: string): boolean {
  const { changeOrigin, commitUser, entityName } = event.header
  // `com/salesforce/api/rest/67.0;client=bcbridge`
  const byUs = new RegExp(`;client=${clientName}/?$`).test(changeOrigin) && bareId(commitUser) === bareId(ownUser)
  return byUs && footprint.covers(entityName, changedFields(event))
}

/** Documents of lines, which an update or deletion does not name. Deleted lines lead to none: they are purged at once. */
async function parentsOf(
  client: Pick<Client, 'call'>,
  lines: { readonly entity: Entity; readonly parentField: string },
  ids: readonly string[],
): Promise<readonly string[]> {
  const parents = new Set<string>()
  for (const group of groupsOf(ids, { around: 200, most: 200 })) {
    const soql = `SELECT ${lines.parentField} FROM ${lines.entity.name} WHERE ${among('Id', group)}`
    for (const row of await query(client, soql, { deleted: true })) {
      const parent = row[lines.parentField]
      if (typeof parent === 'string') parents.add(parent)
    }
  }
  return [...parents]
}
