import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

/** Sub-requests that tests put together, and an org that answers them. */
export const base = '/services/data/v67.0'
export const account = { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'acc', body: { Name: 'A' } }
export const contact = {
  method: 'POST',
  url: `${base}/sobjects/Contact`,
  referenceId: 'con',
  body: { LastName: 'B', AccountId: '@{acc.id}' },
}
/** An account without its name. */
export const bad = { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'bad', body: {} }

export interface Composite {
  readonly compositeResponse: { body: unknown; httpStatusCode: number; referenceId: string }[]
}

interface Org {
  readonly started: () => TestOrg
  /** Sends a composite request that is answered with 200. */
  readonly run: (compositeRequest: object[], allOrNone?: boolean) => Promise<Composite['compositeResponse']>
}

/** Call it at the top of a test file: an org whose records go after each test. */
export function anOrg(): Org {
  let started: TestOrg
  beforeAll(async () => {
    started = await startOrg()
  })
  afterEach(() => {
    started.org.reset({ keepMetadata: true })
  })
  afterAll(() => started[Symbol.asyncDispose]())
  return {
    started: () => started,
    async run(compositeRequest, allOrNone = false) {
      const { status, body } = await started.call('POST', '/composite', { allOrNone, compositeRequest })
      expect(status).toBe(200)
      return (body as Composite).compositeResponse
    },
  }
}
