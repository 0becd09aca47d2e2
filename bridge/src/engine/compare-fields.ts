import type { ConflictRule } from './define-flow.ts'
import { plain } from './hash-of.ts'
import type { Agreed } from './store.ts'

/** A field in which the two sides differ. */
export interface Difference {
  readonly field: string
  readonly ours: unknown
  readonly theirs: unknown
}

/** What a comparison of base, source and target came to, field by field. */
export interface Comparison {
  /** Whether there is anything to write. */
  readonly write: boolean
  /** Fields that are not written: the target's value stands. */
  readonly leave: readonly string[]
  /** Edits of the target side that are undone by this write. */
  readonly putBack: readonly Difference[]
  /** Edited on both sides, and a person has to say which one is right. */
  readonly asked: readonly Difference[]
  /** What is agreed upon once the write has gone well. */
  readonly agreed: Agreed
}

type Values = Readonly<Record<string, unknown>>

/** Blanks around a text, and nothing in its many forms, are no difference. */
function bare(value: unknown): string {
  const own = plain(value)
  if (own === undefined || own === null || own === '') return 'null'
  return JSON.stringify(typeof own === 'string' ? own.trim() : own)
}

export const sameValue = (one: unknown, other: unknown): boolean => bare(one) === bare(other)

type Fate = 'equal' | 'write' | 'put back' | 'leave' | 'theirs' | 'ask'

/** What becomes of one field whose owner is the source. */
function ofSource(ours: unknown, theirs: unknown, wrote: unknown, held: unknown): Fate {
  if (wrote === undefined) return 'write'
  if (!sameValue(theirs, held)) return 'put back'
  // Where only the form differs, the target keeps it in its own: writing it again would change nothing.
  return sameValue(ours, wrote) ? 'leave' : 'write'
}

function ofBoth(ours: unknown, theirs: unknown, wrote: unknown, held: unknown, conflict: ConflictRule): Fate {
  const decided = { source: 'write', target: 'theirs', ask: 'ask' } as const
  if (wrote === undefined) {
    // They have never been compared: what is empty gives way.
    if (sameValue(ours, null)) return 'leave'
    return sameValue(theirs, null) ? 'write' : decided[conflict]
  }
  const [weDid, theyDid] = [!sameValue(ours, wrote), !sameValue(theirs, held)]
  if (weDid && theyDid) return decided[conflict]
  return weDid ? 'write' : 'leave'
}

/**
 * The three-way comparison: what both sides agreed upon, what the source says now, what the target says now. Pure.
 *
 * @param ours what the rules gave; fields that the rules left alone are not compared
 * @param theirs what stands in the target; fields that are not in it cannot be compared and are written
 */
export function compareFields(
  { ours, theirs, agreed }: { ours: Values; theirs: Values; agreed: Agreed | undefined },
  rules: { isShared: (field: string) => boolean; conflict: ConflictRule },
): Comparison {
  const leave: string[] = []
  const putBack: Difference[] = []
  const asked: Difference[] = []
  const fields: Record<string, unknown> = {}
  const held: Record<string, unknown> = {}
  let write = false
  for (const [field, value] of Object.entries(ours)) {
    fields[field] = plain(value)
    const wrote = agreed?.fields[field]
    if (!(field in theirs)) {
      if (wrote === undefined || !sameValue(value, wrote)) write = true
      continue
    }
    const there = theirs[field]
    const before = agreed !== undefined && field in agreed.held ? agreed.held[field] : wrote
    const fate = fateOf(field, value, there, wrote, before)
    if (fate === 'write' || fate === 'put back') write = true
    if (fate === 'put back') putBack.push({ field, ours: value, theirs: there })
    if (fate === 'ask') asked.push({ field, ours: value, theirs: there })
    if (fate === 'leave' || fate === 'theirs') {
      leave.push(field)
      held[field] = plain(there) ?? null
      // The source's own edit, if any, is still to be told from what it was when both agreed.
      if (fate === 'leave' && wrote !== undefined) fields[field] = wrote
    }
  }
  return { write, leave, putBack, asked, agreed: { fields, held } }

  function fateOf(field: string, value: unknown, there: unknown, wrote: unknown, before: unknown): Fate {
    if (sameValue(value, there)) return 'equal'
    if (!rules.isShared(field)) return ofSource(value, there, wrote, before)
    return ofBoth(value, there, wrote, before, rules.conflict)
  }
}

/** What is agreed upon after a write, now that the target has said how it keeps the values. */
export function agreedAfter(agreed: Agreed, told: Values | undefined): Agreed {
  if (!told) return agreed
  const held = { ...agreed.held }
  for (const [field, value] of Object.entries(agreed.fields)) {
    if (field in held || !(field in told) || sameValue(value, told[field])) continue
    held[field] = plain(told[field]) ?? null
  }
  return { fields: agreed.fields, held }
}
