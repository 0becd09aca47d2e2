import type { RowChangeKind } from '../tables.ts'

/** One change of one record, seen by one subscription. */
export interface Signal {
  readonly recordId: string
  readonly kind: RowChangeKind
  /** Milliseconds on the sandbox's clock. */
  readonly at: number
  /** The update wrote what stood there before. */
  readonly unchanged?: boolean
}

/**
 * What is left of the changes of one window: consecutive *updated* of a record become one (the last); *created* and
 * *updated* stay two; updates that changed nothing are dropped where that can be told.
 */
export function compress(signals: readonly Signal[], changedNothing: (signal: Signal) => boolean): Signal[] {
  const kept: (Signal | undefined)[] = []
  /** Position of each record's newest signal. */
  const newest = new Map<string, number>()
  for (const signal of signals) {
    if (changedNothing(signal)) continue
    const before = newest.get(signal.recordId)
    if (before !== undefined && signal.kind === 'updated' && kept[before]?.kind === 'updated') kept[before] = undefined
    newest.set(signal.recordId, kept.length)
    kept.push(signal)
  }
  return kept.filter((signal) => signal !== undefined)
}
