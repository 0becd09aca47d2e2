import { randomUUID } from 'node:crypto'
import type { EventChannel } from '../context.ts'
import type { Actor, Commit, RowChange } from '../records.ts'
import type { Schema } from '../schema.ts'
import { type ChangeGroup, groupChanges } from './change-groups.ts'
import type { ChangeEvent } from './change-event.ts'
import type { EventSchemas } from './event-schemas.ts'
import type { PubSubSwitches } from './switches.ts'
import { channelsOf } from './topics.ts'

export interface CommitGrounds {
  readonly schema: Schema
  readonly schemas: EventSchemas
  readonly switches: Pick<PubSubSwitches, 'mergeChanges' | 'mergedRecordIds'>
  /** `67.0`. */
  readonly apiVersion: string
  channels(): readonly EventChannel[]
}

/** `com/salesforce/api/rest/67.0;client=bcbridge`; the client only when the caller named itself. */
export function changeOrigin(actor: Actor, apiVersion: string): string {
  const client = actor.client === undefined ? '' : `;client=${actor.client}`
  return `com/salesforce/api/${actor.api}/${apiVersion}${client}`
}

const nothing: ReadonlySet<string> = new Set()

function carriedBy({ kind, changedFields }: RowChange): ChangeEvent['carried'] {
  if (kind === 'UPDATE') return new Set(changedFields)
  return kind === 'DELETE' ? nothing : 'all'
}

/** The change events of one transaction, for the entities that some channel has selected. */
export function eventsOfCommit(commit: Commit, commitNumber: bigint, grounds: CommitGrounds): readonly ChangeEvent[] {
  const channels = grounds.channels()
  return groupChanges(commit, grounds.switches).flatMap(({ first, ids, sequenceNumber }: ChangeGroup) => {
    const object = grounds.schema.object(first.object)
    const selected = channelsOf(first.object, channels)
    if (!object?.changeEvents || selected.size === 0) return []
    return {
      id: randomUUID(),
      schema: grounds.schemas.present(object),
      entity: first.object,
      channels: selected,
      recordIds: ids,
      changeType: first.kind,
      changeOrigin: changeOrigin(commit.actor, grounds.apiVersion),
      transactionKey: commit.transactionKey,
      sequenceNumber,
      commitTimestamp: commit.at,
      commitNumber,
      commitUser: commit.actor.userId,
      values: first.row,
      carried: carriedBy(first),
      changed: first.kind === 'UPDATE' ? new Set(first.changedFields) : nothing,
    }
  })
}
