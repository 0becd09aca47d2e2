import { pino } from 'pino'
import type { Flow } from '../../../bridge/src/engine/define-flow.ts'
import { createWorker } from '../../../bridge/src/engine/worker.ts'
import type { TestSystem } from '../../support/start-system.ts'

/** Runs one flow over these records, and no other flow. */
export async function runAlone({ system, clock }: TestSystem, name: string, records: readonly string[]): Promise<void> {
  const flows = system.catalogue.flows().map((flow): Flow => (flow.name === name ? flow : { ...flow, state: 'off' }))
  const { store, connectors, companies } = system
  await store.jobs.put(companies.flatMap(({ id }) => records.map((record) => ({ flow: name, company: id, record }))))
  const log = pino({ level: 'silent' })
  await createWorker({ store, flows: () => flows, connectors, companies, clock, log }).drain()
}
