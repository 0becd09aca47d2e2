import type { Journal } from '../emulators/kit/journal.ts'

/** Calls that the bridge made to one system since a mark. */
export interface CallCounter {
  /** Calls since the last time it was asked. */
  take(): number
}

/** Counts the bridge's own calls in a sandbox's journal, leaving out what people and this demo did. */
export function countCalls(
  journal: Journal,
  isBridge: (call: ReturnType<Journal['calls']>[number]) => boolean,
): CallCounter {
  let mark = journal.mark()
  return {
    take() {
      const calls = journal.calls(mark).filter(isBridge)
      mark = journal.mark()
      return calls.length
    },
  }
}
