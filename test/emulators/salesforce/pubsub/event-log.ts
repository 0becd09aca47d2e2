import type { Clock } from '../../kit/clock.ts'
import type { ChangeEvent } from './change-event.ts'
import type { PubSubSwitches } from './switches.ts'

/** A place in the stream of events: an event, or a mark that keep-alives name when there was none. */
export interface LogEntry {
  readonly replayId: bigint
  /** Milliseconds on the sandbox's clock. */
  readonly at: number
  readonly event?: ChangeEvent
}

/** The retained events of the org, oldest first. Every channel is a view of this one stream. */
export interface EventLog {
  append(event: ChangeEvent): LogEntry
  /** The newest place; made fresh when the present one is older than `freshForMs`, so that quiet topics do not age out. */
  tip(freshForMs: number): LogEntry
  /** Events after a place, oldest first. */
  after(replayId: bigint): readonly LogEntry[]
  /** The place before the oldest retained event. */
  start(): bigint
  /** False for ids that were never given out and for those older than the retention window. */
  knows(replayId: bigint): boolean
  onAppend(listener: () => void): () => void
  clear(): void
}

type Rules = Pick<PubSubSwitches, 'retentionSeconds' | 'firstReplayId' | 'replayIdSteps'>

export function createEventLog({ clock, switches }: { clock: Clock; switches: Rules }): EventLog {
  let entries: LogEntry[] = []
  let last = switches.firstReplayId
  let made = 0
  const listeners = new Set<() => void>()

  function prune(): void {
    const oldest = clock.now() - switches.retentionSeconds * 1000
    const gone = entries.findIndex((entry) => entry.at >= oldest)
    if (gone !== 0) entries = gone === -1 ? [] : entries.slice(gone)
  }

  function push(event?: ChangeEvent): LogEntry {
    const { replayIdSteps: steps } = switches
    last += BigInt(steps[made++ % steps.length] ?? 1)
    const entry: LogEntry = { replayId: last, at: clock.now(), ...(event ? { event } : {}) }
    entries.push(entry)
    return entry
  }

  /** Index of the first entry after a place; ids grow, so it is found by halving. */
  function indexAfter(replayId: bigint): number {
    let low = 0
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((entries[middle]?.replayId ?? last) <= replayId) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    append(event) {
      const entry = push(event)
      for (const listener of [...listeners]) listener()
      return entry
    },
    tip(freshForMs) {
      const newest = entries.at(-1)
      return newest && clock.now() - newest.at <= freshForMs ? newest : push()
    },
    after(replayId) {
      prune()
      return entries.slice(indexAfter(replayId)).filter((entry) => entry.event)
    },
    start() {
      prune()
      return (entries[0]?.replayId ?? last + 1n) - 1n
    },
    knows(replayId) {
      prune()
      return entries[indexAfter(replayId) - 1]?.replayId === replayId
    },
    onAppend(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear() {
      entries = []
    },
  }
}

/** The eight bytes, big-endian, that clients get. */
export function replayIdBytes(replayId: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(replayId)
  return bytes
}

/** undefined when the bytes cannot be a replay id of this org. */
export const replayIdFrom = (bytes: Buffer): bigint | undefined =>
  bytes.length === 8 ? bytes.readBigUInt64BE() : undefined
