import {
  createBusinessCentralConnector,
  type BusinessCentralConnector,
} from '../../../bridge/src/connectors/business-central/index.ts'
import {
  customer,
  item,
  ledgerPayment,
  salesInvoice,
  salesOrder,
} from '../../../bridge/src/connectors/business-central/entities.ts'
import { silentLog } from '../../../bridge/src/engine/log.ts'
import type { Change, ChangeSink } from '../../../bridge/src/engine/ports.ts'
import { fakeClock, type FakeClock } from '../../../bridge/src/engine/testing/fake-clock.ts'
import { trustAuthority } from '../../emulators/entra/trust.ts'
import { listen } from '../../emulators/kit/listen.ts'
import { startSandboxes, type Sandboxes } from '../../emulators/start.ts'
import { booksOf, type Books } from '../../support/books.ts'

/** A tenant without a Salesforce package, a connector to it, and what the connector tells. */
export interface Tenant {
  readonly sandboxes: Sandboxes
  readonly connector: BusinessCentralConnector
  readonly books: Books
  readonly clock: FakeClock
  readonly told: Change[]
  readonly sink: ChangeSink
  /** Another connector with other settings. */
  connect(change?: { companies?: readonly string[]; clientSecret?: string }): Promise<BusinessCentralConnector>
  advance(seconds: number): Promise<void>
  close(): Promise<void>
}

const start = '2026-11-21T08:00:00.000Z'

export async function startTenant(): Promise<Tenant> {
  const sandboxes = await startSandboxes({ standStillAt: new Date(start).getTime(), deployPackage: false })
  const distrust = trustAuthority(sandboxes.entra.caCertificate)
  const clock = fakeClock(start)
  const kept = new Map<string, string>()
  const cursors = new Map<string, string>()
  const told: Change[] = []
  const sink: ChangeSink = {
    async accept(changes, cursor) {
      told.push(...changes)
      if (cursor) cursors.set(cursor.name, cursor.value)
    },
    cursor: async (name) => cursors.get(name),
  }
  const late: { connector?: BusinessCentralConnector } = {}
  const http = await listen(async (request) => {
    const token = new URL(request.url).searchParams.get('validationToken')
    if (token !== null) return new Response(late.connector?.webhook.handshake(token))
    await late.connector?.webhook.receive(await request.json().catch(() => undefined))
    return new Response()
  })
  const { businessCentral, entra } = sandboxes
  const connect: Tenant['connect'] = (change) =>
    createBusinessCentralConnector(
      {
        baseUrl: businessCentral.url,
        tenantId: businessCentral.tenantId,
        environment: businessCentral.environment,
        companies: businessCentral.companies.map((company) => company.name),
        clientId: entra.clientId,
        clientSecret: entra.clientSecret,
        authority: entra.authority,
        publicUrl: http.url,
        ledgerPollSeconds: 60,
        pollSeconds: 300,
        ...change,
      },
      {
        clock,
        log: silentLog,
        state: {
          get: async (name) => kept.get(name),
          set: async (name, value) => void kept.set(name, value),
        },
      },
      [customer, item, salesOrder, salesInvoice, ledgerPayment],
    )
  const connector = await connect()
  late.connector = connector
  return {
    sandboxes,
    connector,
    books: booksOf(sandboxes),
    clock,
    told,
    sink,
    connect,
    async advance(seconds) {
      clock.advance(seconds * 1000)
      await Promise.all([entra.clock.advance(seconds * 1000), businessCentral.clock.advance(seconds * 1000)])
    },
    async close() {
      await connector.close()
      await http.close()
      await sandboxes.close()
      distrust()
    },
  }
}
