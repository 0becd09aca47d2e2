import { businessCentralSandbox } from './business-central-sandbox.ts'
import type { Result } from './result.ts'

/** What can be measured. Every suite starts what it needs and leaves nothing behind. */
export const suites: Readonly<Record<string, { readonly says: string; readonly run: () => Promise<Result[]> }>> = {
  'business-central-sandbox': {
    says: 'keyed reads, batches, long pages and memory of the Business Central sandbox',
    run: businessCentralSandbox,
  },
}
