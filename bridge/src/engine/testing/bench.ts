import type { ScratchServer } from '../../store/testing/scratch-database.ts'
import { createSink } from '../accept.ts'
import type { Flows } from '../define-flow.ts'
import type { Entity } from '../entity.ts'
import { silentLog } from '../log.ts'
import { createWorker, type WorkerOptions } from '../worker.ts'
import { fakeClock } from './fake-clock.ts'
import { fakeSystem } from './fake-system.ts'
import { trade } from './trade.ts'

const companies = [{ id: 'c1', name: 'One', isDefault: true }]

/** Both fake systems, a store on a fresh database, and a bridge between them that moves when it is told to. */
export async function bench(server: ScratchServer, options: Partial<WorkerOptions> & { flows?: Flows } = {}) {
  const clock = fakeClock()
  const shop = fakeSystem('shop', 'by-key')
  const books = fakeSystem('books', 'by-look-up')
  const url = await server.freshUrl()
  const store = await server.freshStore(clock, { url })
  const flows = options.flows ?? (() => trade)
  const settings = { store, flows, connectors: [shop, books], companies, clock, log: silentLog, random: () => 0 }
  const worker = createWorker({ ...settings, ...options })
  const sink = createSink({ store, flows, companies, clock })
  /** The record changed, and the bridge does all it can do now. */
  const changed = async (entity: Entity, ...ids: readonly string[]) => {
    const company = entity.perCompany ? 'c1' : ''
    await sink.accept(ids.map((id) => ({ entity, company, id, kind: 'updated', echo: false })))
    await worker.drain()
  }
  const outcomes = async (system: string, id: string) =>
    (await store.audit.of(system, id, 50)).map((entry) => `${entry.flow} ${entry.outcome}`).reverse()
  return { clock, shop, books, url, store, worker, sink, settings, companies, changed, outcomes }
}

export type Bench = Awaited<ReturnType<typeof bench>>
