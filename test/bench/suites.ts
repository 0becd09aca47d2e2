import type { Result } from './result.ts'

/** Something to measure; it starts what it needs and leaves nothing behind. */
interface Suite {
  readonly says: string
  /** Loads the suite and runs it: nobody pays for one that was not asked for. */
  readonly run: () => Promise<Result[]>
}

/** What can be measured, by name. */
export const suites: Readonly<Record<string, Suite>> = {
  'business-central-sandbox': {
    says: 'keyed reads, batches, postings, long pages and memory of the Business Central sandbox',
    run: async () => (await import('./business-central-sandbox.ts')).businessCentralSandbox(),
  },
  'salesforce-sandbox': {
    says: 'keyed reads, collection upserts, long queries and memory of the Salesforce sandbox',
    run: async () => (await import('./salesforce-sandbox.ts')).salesforceSandbox(),
  },
}
