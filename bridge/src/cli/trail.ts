import { isDeepStrictEqual } from 'node:util'
import type { KeptAuditEntry } from '../engine/store.ts'

/** A field that a write has set: what it was when the bridge wrote it last, as far as that is known, and what it is. */
export interface FieldChange {
  readonly field: string
  readonly was?: unknown
  readonly is: unknown
}

export interface TrailEntry extends KeptAuditEntry {
  /** The fields that this write has changed; all of them for the first write that is known. */
  readonly changes: readonly FieldChange[]
}

/** The entries with what each write has changed, against the last write of the same flow to the same record. Oldest first. */
export function trailOf(entries: readonly KeptAuditEntry[]): readonly TrailEntry[] {
  const last = new Map<string, Readonly<Record<string, unknown>>>()
  return entries.map((entry) => {
    const { flow, company, record, targetId, fields } = entry
    if (fields === undefined) return { ...entry, changes: [] }
    const key = JSON.stringify([flow, company, record, targetId])
    const before = last.get(key)
    last.set(key, { ...before, ...fields })
    const changes = Object.entries(fields).flatMap(([field, is]): FieldChange[] => {
      if (before === undefined || !(field in before)) return [{ field, is }]
      return isDeepStrictEqual(before[field], is) ? [] : [{ field, was: before[field], is }]
    })
    return { ...entry, changes }
  })
}
