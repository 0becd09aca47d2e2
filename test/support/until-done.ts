import type { TestSystem } from './start-system.ts'

/**
 * Lets the waits of retries pass, a minute at a time, until no job is queued, and then one minute more: whoever would make
 * something a second time has had the time to. After six minutes what is still queued is left for later.
 */
export async function untilDone(test: TestSystem): Promise<void> {
  for (let round = 0; round < 6; round++) {
    await test.settle()
    const jobs = [...(await test.system.store.jobs.counts()).values()]
    await test.advance(60)
    if (jobs.every(({ ready, running, postponed }) => ready + running + postponed === 0)) break
  }
  await test.settle()
}
