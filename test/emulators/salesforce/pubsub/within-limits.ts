import type { ChangeEvent } from './change-event.ts'
import { encodeEvent } from './encode-event.ts'
import { gap, overflow } from './gap-events.ts'
import type { PubSubSwitches } from './switches.ts'

/** Each changed field of an update counts, and each record of any other change. */
const changesIn = ({ changed, recordIds }: ChangeEvent): number => Math.max(1, changed.size) * recordIds.length

function textLength({ values }: ChangeEvent): number {
  let length = 0
  for (const value of Object.values(values)) if (typeof value === 'string') length += value.length
  return length
}

function tooLarge(event: ChangeEvent, mostBytes: number): boolean {
  // A character is at most three bytes of UTF-8 for each of its UTF-16 units; most events are far from the limit.
  if (textLength(event) * 3 + 10_000 < mostBytes) return false
  return encodeEvent(event, { visible: () => true, enriched: [] }).length > mostBytes
}

/**
 * The events of a transaction as the limits leave them: too large ones as gap events, and those beyond the first 100,000 changes as
 * one overflow event for each entity. [Change Data Capture guide: Gap Events, Overflow Events]
 */
export function withinLimits(
  events: readonly ChangeEvent[],
  { mostEventBytes, mostTransactionChanges }: Pick<PubSubSwitches, 'mostEventBytes' | 'mostTransactionChanges'>,
): readonly ChangeEvent[] {
  let changes = 0
  const overflown = new Set<string>()
  return events.flatMap((event) => {
    changes += changesIn(event)
    if (changes <= mostTransactionChanges) return [tooLarge(event, mostEventBytes) ? gap(event) : event]
    if (overflown.has(event.entity)) return []
    overflown.add(event.entity)
    return [overflow(event)]
  })
}
