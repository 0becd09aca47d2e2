import type { Commit, RowChange } from '../records.ts'
import type { PubSubSwitches } from './switches.ts'

/** Equal changes to records of one object: one event. */
export interface ChangeGroup {
  readonly first: RowChange
  readonly ids: string[]
  /** From 1, in the order of the transaction; counted also for entities that nobody selected. */
  readonly sequenceNumber: number
}

/** Read-only audit and identity fields may differ without making two changes different. */
const ignored: ReadonlySet<string> = new Set(['Id', 'SystemModstamp', 'IsDeleted'])

/** Equal keys = mergeable: the changes agree in every value that they carry, and in those that decide what becomes of them. */
function keyOf({ object, kind, row, changedFields }: RowChange, decisive: readonly string[]): string {
  const names = kind === 'CREATE' || kind === 'UNDELETE' ? Object.keys(row) : new Set([...changedFields, ...decisive])
  const values = [...names]
    .filter((name) => !ignored.has(name))
    .toSorted()
    .map((name) => [name, row[name] ?? null])
  return `${object} ${kind} ${JSON.stringify(values)}`
}

/** [Change Data Capture guide: Merged Change Events] */
export function groupChanges(
  commit: Commit,
  decisive: (object: string) => readonly string[],
  { mergeChanges, mergedRecordIds }: Pick<PubSubSwitches, 'mergeChanges' | 'mergedRecordIds'>,
): readonly ChangeGroup[] {
  const groups: ChangeGroup[] = []
  const open = new Map<string, ChangeGroup>()
  for (const change of commit.changes) {
    const key = mergeChanges ? keyOf(change, decisive(change.object)) : ''
    const group = mergeChanges ? open.get(key) : undefined
    if (group && group.ids.length < mergedRecordIds) {
      group.ids.push(change.id)
      continue
    }
    const made: ChangeGroup = { first: change, ids: [change.id], sequenceNumber: groups.length + 1 }
    groups.push(made)
    open.set(key, made)
  }
  return groups
}
