import { afterEach } from 'vitest'
import type { TestSystem } from '../support/start-system.ts'

/** Sets the clock of the bridge so many seconds behind that of Salesforce (before it: less than 0); after each test both are right. */
export function clockOfTheBridge(test: Pick<TestSystem, 'clock' | 'sandboxes'>) {
  let now = 0
  const behind = async (seconds: number): Promise<void> => {
    const more = seconds - now
    if (more > 0) await test.sandboxes.salesforce.clock.advance(more * 1000)
    else test.clock.advance(-more * 1000)
    now = seconds
  }
  afterEach(() => behind(0))
  return behind
}
