import { setTimeout as pause } from 'node:timers/promises'
import type { System } from '../../bridge/src/system.ts'
import type { TestSystem } from '../support/start-system.ts'

/**
 * Seconds of the clocks that `until` gives the bridge: less than from one poll to the next (BC_POLL_SECONDS is 300). A poll may
 * fall into them all the same: whoever says which way a change came asks the journals or the counters.
 */
const patience = 240

/** Milliseconds in which the answers of a second may come: they travel over real sockets, slowly where the machine is busy. */
const breathOf = (second: number) => (second <= 60 ? 25 : 125)

/** A bridge that runs as it does in production: change events over gRPC, webhooks over HTTP, polls on its clock. */
export interface Running {
  /** Moves every clock, second by second, until `check` throws no more; throws what it still throws after 240 of them. */
  until(check: () => unknown): Promise<void>
  /** Lets what is under way end. */
  stop(): Promise<void>
}

/** Begins to run `system` (default: the test's own). */
export function runningBridge(test: TestSystem, system: System = test.system): Running {
  const stop = new AbortController()
  const run = system.run(stop.signal)
  // A failure belongs to whoever stops the bridge; until then it only must not be called unhandled.
  run.catch(() => undefined)
  return {
    // Counted on the clocks, not on the wall: a busy machine has longer seconds, not fewer.
    async until(check) {
      for (let second = 1; ; second++) {
        await test.advance(1)
        try {
          await check()
          return
        } catch (error) {
          if (second >= patience) throw error
        }
        await pause(breathOf(second))
      }
    },
    async stop() {
      stop.abort()
      await run
    },
  }
}
