import { afterAll, afterEach, beforeAll } from 'vitest'
import { startOrg, type TestOrg } from '../../emulators/salesforce/testing/start-org.ts'

/** One org for all tests of a file, emptied after each of them, with the real jsforce as its administrator. */
export function oneOrg(): Pick<TestOrg, 'org' | 'admin'> {
  let started: TestOrg
  beforeAll(async () => {
    started = await startOrg()
  })
  afterEach(() => {
    started.org.reset({ keepMetadata: true })
    started.org.switches.dailyApiRequests = 15_000
  })
  afterAll(() => started[Symbol.asyncDispose]())
  return {
    get org() {
      return started.org
    },
    get admin() {
      return started.admin
    },
  }
}

export const base = '/services/data/v67.0'

export const thrown = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => 'nothing thrown',
    (error: unknown) => error,
  )

export const accounts = (count: number): { Name: string; Key__c: string }[] =>
  Array.from({ length: count }, (_none, index) => ({ Name: `A${index}`, Key__c: `k${index}` }))
