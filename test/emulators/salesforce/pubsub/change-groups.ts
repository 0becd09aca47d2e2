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

/** Equal keys = mergeable. Deletes carry no values; creates and updates must agree in every value they carry. */
function keyOf({ object, kind, row, changedFields }: RowChange): string {
  if (kind === 'DELETE') return `${object} DELETE`
  const names = kind === 'UPDATE' ? changedFields : Object.keys(row)
  const values = names
    .filter((name) => !ignored.has(name))
    .toSorted()
    .map((name) => [name, row[name] ?? null])
  return `${object} ${kind} ${JSON.stringify(values)}`
}

/** [Change Data Capture guide: Merged Change Events] */
export function groupChanges(
  commit: Commit,
  { mergeChanges, mergedRecordIds }: Pick<PubSubSwitches, 'mergeChanges' | 'mergedRecordIds'>,
): readonly ChangeGroup[] {
  const groups: ChangeGroup[] = []
  const open = new Map<string, ChangeGroup>()
  for (const change of commit.changes) {
    const key = mergeChanges ? keyOf(change) : ''
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
