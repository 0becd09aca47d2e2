import { randomUUID } from 'node:crypto'
import type { EventChannel } from '../context.ts'
import type { Actor, Commit, Row, RowChange } from '../records.ts'
import type { ObjectSchema, Schema } from '../schema.ts'
import { groupChanges } from './change-groups.ts'
import type { ChangeEvent } from './change-event.ts'
import type { EventSchemas } from './event-schemas.ts'
import { type Selections, selectionsOf } from './selections.ts'
import type { PubSubSwitches } from './switches.ts'
import { textDifference } from './text-difference.ts'

export interface CommitGrounds {
  readonly schema: Schema
  readonly schemas: EventSchemas
  readonly switches: Pick<PubSubSwitches, 'mergeChanges' | 'mergedRecordIds' | 'textDifferences' | 'uiApiOrigin'>
  /** The row as it stood before this commit, as far as the bus has seen it. */
  before(object: string, id: string): Row | undefined
  /** `67.0`. */
  readonly apiVersion: string
  channels(): readonly EventChannel[]
}

/**
 * `com/salesforce/api/rest/67.0;client=bcbridge`: the version is that of the call, the client only when the caller named itself.
 * What people do in Lightning shows `soap` and `client=SfdcInternalAPI/`.
 */
export function changeOrigin(
  actor: Actor,
  newest: string,
  { uiApiOrigin }: Pick<PubSubSwitches, 'uiApiOrigin'>,
): string {
  const version = actor.apiVersion ?? newest
  if (actor.ui && uiApiOrigin === 'lightning') return `com/salesforce/api/soap/${version};client=SfdcInternalAPI/`
  const client = actor.client === undefined ? '' : `;client=${actor.client}`
  return `com/salesforce/api/${actor.api}/${version}${client}`
}

const nothing: ReadonlySet<string> = new Set()

function carriedBy({ kind, changedFields }: RowChange): ChangeEvent['carried'] {
  if (kind === 'UPDATE') return new Set(changedFields)
  return kind === 'DELETE' ? nothing : 'all'
}

const noDifferences: ReadonlyMap<string, string> = new Map()

function differencesOf(object: ObjectSchema, { kind, row, changedFields }: RowChange, before: Row | undefined) {
  if (kind !== 'UPDATE' || !before) return noDifferences
  return new Map(
    changedFields.flatMap((name) => {
      const [old, now] = [before[name], row[name]]
      if (typeof old !== 'string' || typeof now !== 'string') return []
      if (object.fields.find((field) => field.name === name)?.type !== 'textarea') return []
      const difference = textDifference(old, now)
      return difference === undefined ? [] : [[name, difference] as const]
    }),
  )
}

/** The change events of one transaction, for the entities that some channel has selected. */
export function eventsOfCommit(commit: Commit, commitNumber: bigint, grounds: CommitGrounds): readonly ChangeEvent[] {
  const channels = grounds.channels()
  const known = new Map<string, Selections | undefined>()

  function selections(name: string): Selections | undefined {
    if (!known.has(name)) {
      const object = grounds.schema.object(name)
      const made = object?.changeEvents ? selectionsOf(object, channels) : undefined
      known.set(name, made?.selected ? made : undefined)
    }
    return known.get(name)
  }

  const groups = groupChanges(commit, (object) => selections(object)?.decisive ?? [], grounds.switches)
  return groups.flatMap(({ first, ids, sequenceNumber }) => {
    const object = grounds.schema.object(first.object)
    const selected = selections(first.object)
    if (!object || !selected) return []
    const header = {
      changeType: first.kind,
      changeOrigin: changeOrigin(commit.actor, grounds.apiVersion, grounds.switches),
      transactionKey: commit.transactionKey,
      sequenceNumber,
      commitTimestamp: commit.at,
      commitNumber,
      commitUser: commit.actor.userId,
    }
    return {
      ...header,
      id: randomUUID(),
      schema: grounds.schemas.present(object),
      entity: first.object,
      channels: selected.of({
        values: first.row,
        header: { ...header, entityName: first.object, commitNumber: String(commitNumber) },
      }),
      recordIds: ids,
      values: first.row,
      carried: carriedBy(first),
      // Records that came to the same text in one event may have come from different ones.
      differences:
        grounds.switches.textDifferences === 'sent' && ids.length === 1
          ? differencesOf(object, first, grounds.before(first.object, first.id))
          : noDifferences,
      changed: first.kind === 'UPDATE' ? new Set(first.changedFields) : nothing,
    }
  })
}
