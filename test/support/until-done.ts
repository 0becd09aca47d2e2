import type { TestSystem } from './start-system.ts'

/** Lets the waits of retries pass until the bridge has nothing to do, or is to look at something again much later. */
export async function untilDone(test: TestSystem): Promise<void> {
  for (let round = 0; round < 6; round++) {
    await test.settle()
    const jobs = [...(await test.system.store.jobs.counts()).values()]
    if (jobs.every(({ ready, running, postponed }) => ready + running + postponed === 0)) return
    await test.advance(60)
  }
  await test.settle()
}
