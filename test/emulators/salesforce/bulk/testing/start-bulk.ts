import { defaultSwitches } from '../../switches.ts'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'
import { type BulkClient, bulkClient } from './bulk-client.ts'

/** An org with the sample package, and bulk jobs in it. */
export interface Bulk extends BulkClient, AsyncDisposable {
  readonly started: TestOrg
  /** Between two tests: no rows, no jobs, the switches as they were. */
  afresh(): void
}

export async function startBulk(): Promise<Bulk> {
  const started = await startOrg()
  return {
    ...bulkClient(started),
    started,
    afresh() {
      started.org.reset({ keepMetadata: true })
      Object.assign(started.org.switches, defaultSwitches)
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  }
}
