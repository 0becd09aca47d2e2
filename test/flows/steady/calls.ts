import type { Flow } from '../../../bridge/src/engine/define-flow.ts'
import { createWorker } from '../../../bridge/src/engine/worker.ts'
import { pino } from 'pino'
import type { TestSystem } from '../../support/start-system.ts'

/** Calls to either system; an answer that comes in pages, or a batch of looks, is as many calls as it was sent in. */
export interface Calls {
  readonly salesforce: { readonly reads: number; readonly writes: number }
  readonly businessCentral: { readonly reads: number; readonly writes: number }
}

/** Everything that both systems were asked from here on, signing in apart. */
export function journals({ sandboxes }: Pick<TestSystem, 'sandboxes'>) {
  const both = [sandboxes.salesforce.journal, sandboxes.businessCentral.journal] as const
  const marks = both.map((journal) => journal.mark())
  const since = (index: 0 | 1) =>
    both[index]
      .calls(marks[index])
      .filter(({ url, method }) => !url.startsWith('/services/oauth2/') && method !== 'STREAM')
  const count = (index: 0 | 1) => {
    const calls = since(index)
    const writes = calls.filter((call) => call.write).length
    return { reads: calls.length - writes, writes }
  }
  return {
    calls: () => [...since(0), ...since(1)],
    writes: () =>
      [...since(0), ...since(1)]
        .filter((call) => call.write)
        .map(({ method, url, requestBody = '' }) => `${method} ${url} ${requestBody.slice(0, 300)}`),
    count: (): Calls => ({ salesforce: count(0), businessCentral: count(1) }),
  }
}

/** Runs one flow over these records, and no other flow. */
export async function runAlone({ system, clock }: TestSystem, name: string, records: readonly string[]): Promise<void> {
  const flows = system.catalogue.flows().map((flow): Flow => (flow.name === name ? flow : { ...flow, state: 'off' }))
  const { store, connectors, companies } = system
  await store.jobs.put(companies.flatMap(({ id }) => records.map((record) => ({ flow: name, company: id, record }))))
  const log = pino({ level: 'silent' })
  await createWorker({ store, flows: () => flows, connectors, companies, clock, log }).drain()
}
