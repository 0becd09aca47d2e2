import { vi } from 'vitest'
import type { System } from '../../bridge/src/system.ts'
import type { TestSystem } from '../support/start-system.ts'

/** A bridge that runs as it does in production: change events over gRPC, webhooks over HTTP, polls on its clock. */
export interface Running {
  /** Moves every clock, second by second, until `check` throws no more; what it threw last is thrown after 30 real seconds. */
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
    async until(check) {
      await vi.waitFor(
        async () => {
          await test.advance(1)
          await check()
        },
        { interval: 25, timeout: 30_000 },
      )
    },
    async stop() {
      stop.abort()
      await run
    },
  }
}
