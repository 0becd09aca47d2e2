import type { Clock } from '../engine/clock.ts'

/** Who goes first: what a person waits for, what a flow reads, what merely looks through a set. */
export type Lane = 'write' | 'read' | 'sweep'

/** The part of the budget that a lane may use up: looking through sets leaves room for orders and invoices. */
const share: Readonly<Record<Lane, number>> = { write: 1, read: 0.95, sweep: 0.8 }

export interface CallBudget {
  /** Resolves as soon as one more call fits the window, and counts it. */
  admit(lane: Lane): Promise<void>
  /** Calls in the present window. */
  used(): number
}

/** At most `requests` calls in any window of `perSeconds`: a sliding window, as vendors count. */
export function createCallBudget(
  { requests, perSeconds }: { requests: number; perSeconds: number },
  clock: Clock,
): CallBudget {
  const window = perSeconds * 1000
  const made: number[] = []
  const prune = () => {
    const until = clock.now() - window
    let old = 0
    while (old < made.length && (made[old] ?? 0) <= until) old++
    made.splice(0, old)
  }
  return {
    async admit(lane) {
      const most = Math.max(1, Math.floor(requests * share[lane]))
      prune()
      while (made.length >= most) {
        // The call that must leave the window before this one fits.
        const leaving = made[made.length - most] ?? clock.now()
        await clock.wait(Math.max(1, leaving + window - clock.now()))
        prune()
      }
      made.push(clock.now())
    },
    used() {
      prune()
      return made.length
    },
  }
}
