import type { Clock } from '../clock.ts'

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Moves on; whoever waits for an instant in between wakes. */
  advance(milliseconds: number): void
}

export function fakeClock(start = '2026-11-21T08:00:00.000Z'): FakeClock {
  let now = new Date(start).getTime()
  let sleepers: { at: number; wake: () => void }[] = []
  return {
    now: () => now,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve()
          return
        }
        const sleeper = { at: now + milliseconds, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => resolve(), { once: true })
      }),
    advance(milliseconds) {
      now += milliseconds
      const due = sleepers.filter((sleeper) => sleeper.at <= now)
      sleepers = sleepers.filter((sleeper) => sleeper.at > now)
      for (const sleeper of due) sleeper.wake()
    },
  }
}
