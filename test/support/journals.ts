import type { Call } from '../emulators/kit/journal.ts'
import type { TestSystem } from './start-system.ts'

/** Calls to either system; an answer that comes in pages, or a batch of looks, is as many calls as it was sent in. */
export interface Calls {
  readonly salesforce: { readonly reads: number; readonly writes: number }
  readonly businessCentral: { readonly reads: number; readonly writes: number }
}

type Side = keyof Calls
const sides: readonly Side[] = ['salesforce', 'businessCentral']

const isSigningIn = ({ url, method }: Call) => url.startsWith('/services/oauth2/') || method === 'STREAM'

/** Everything that both systems were asked from here on, signing in and the opening of streams apart; name one for it alone. */
export function journals({ sandboxes }: Pick<TestSystem, 'sandboxes'>) {
  const marks = {
    salesforce: sandboxes.salesforce.journal.mark(),
    businessCentral: sandboxes.businessCentral.journal.mark(),
  }
  const since = (side: Side) => sandboxes[side].journal.calls(marks[side]).filter((call) => !isSigningIn(call))
  const calls = (...of: readonly Side[]) => (of.length === 0 ? sides : of).flatMap(since)
  const count = (side: Side) => {
    const all = since(side)
    const writes = all.filter((call) => call.write).length
    return { reads: all.length - writes, writes }
  }
  return {
    calls,
    /** Those that could have changed something, as one reads them: `POST /path {"the":"body"}`. */
    writes: (...of: readonly Side[]) =>
      calls(...of)
        .filter((call) => call.write)
        .map(({ method, url, requestBody = '' }) => `${method} ${url} ${requestBody}`),
    count: (): Calls => ({ salesforce: count('salesforce'), businessCentral: count('businessCentral') }),
  }
}
