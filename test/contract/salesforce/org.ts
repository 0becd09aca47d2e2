import { account, order } from '../../../bridge/src/connectors/salesforce/entities.ts'
import { createSalesforceConnector, type SalesforceSettings } from '../../../bridge/src/connectors/salesforce/index.ts'
import type { Clock } from '../../../bridge/src/engine/clock.ts'
import type { Connector } from '../../../bridge/src/engine/ports.ts'
import { silentLog } from '../../../bridge/src/engine/log.ts'
import type { CompanyRef } from '../../../bridge/src/mapping/index.ts'
import { VirtualClock } from '../../emulators/kit/clock.ts'
import type { Call } from '../../emulators/kit/journal.ts'
import { createSalesforceEmulator, type SalesforceEmulator } from '../../emulators/salesforce/index.ts'
import { deployPackage } from '../../support/deploy-package.ts'

export const company: CompanyRef = {
  id: '5a1e6e8f-0000-4000-8000-000000000001',
  name: 'CRONUS USA, Inc.',
  isDefault: true,
}

const start = Date.parse('2026-11-21T08:00:00.000Z')

/** What the bridge needs of the package: no user interface. */
const parts = [
  'force-app/main/default/objects',
  'force-app/main/default/permissionsets/BC_Integration.permissionset-meta.xml',
  'force-app/cdc',
]

/** A sandbox org with the package deployed, and connectors to it. */
export interface Org {
  readonly emulator: SalesforceEmulator
  /** The bridge's clock: it shows the org's time, short waits pass at once, long ones never. */
  readonly clock: Clock
  connect(settings?: Partial<SalesforceSettings>): Promise<Connector>
  /** As a person in the browser would save it. */
  save(object: string, fields: Readonly<Record<string, unknown>>): string
  change(object: string, id: string, fields: Readonly<Record<string, unknown>>): void
  remove(object: string, id: string): void
  row(object: string, id: string): Readonly<Record<string, unknown>> | undefined
  rows(object: string): readonly Readonly<Record<string, unknown>>[]
  /** Calls of the bridge since the last time this was asked, tokens left out. */
  calls(): readonly Call[]
  reset(): Promise<void>
  close(): Promise<void>
}

export async function startOrg(): Promise<Org> {
  const emulator = await createSalesforceEmulator({ clock: new VirtualClock({ start, running: false }) })
  await deployPackage(emulator, { directories: parts })
  emulator.assign('integration@sandbox.example', 'BC_Integration')
  const connectors: Connector[] = []
  let mark = 0
  const person = () => ({ userId: adminOf(emulator), api: 'soap', client: 'SfdcInternalAPI/' })
  const clock = quickClock(() => emulator.clock.now())
  const done = (result: { success: boolean }): void => {
    if (!result.success) throw new Error(JSON.stringify(result))
  }
  const closeConnectors = async (): Promise<void> => {
    await Promise.all(connectors.splice(0).map((connector) => connector.close()))
  }
  return {
    emulator,
    clock,
    async connect(settings) {
      const connector = await createSalesforceConnector(
        {
          loginUrl: emulator.loginUrl,
          clientId: emulator.clientId,
          clientSecret: emulator.clientSecret,
          apiVersion: emulator.apiVersion,
          pubSubEndpoint: emulator.pubSubEndpoint,
          pubSubInsecure: true,
          channel: undefined,
          ...settings,
        },
        { clock, log: silentLog },
        [account, order],
      )
      connectors.push(connector)
      return connector
    },
    save(object, fields) {
      const result = emulator.dml.insert(person(), object, fields)
      if (!result.success) throw new Error(JSON.stringify(result.errors))
      return result.id
    },
    change: (object, id, fields) => done(emulator.dml.update(person(), object, id, fields)),
    remove: (object, id) => done(emulator.dml.delete(person(), object, id)),
    row: (object, id) => emulator.records.get(object, id),
    rows: (object) => emulator.records.all(object),
    calls() {
      const calls = emulator.journal.calls(mark).filter(({ url }) => !url.startsWith('/services/oauth2/'))
      mark = emulator.journal.mark()
      return calls
    },
    async reset() {
      await closeConnectors()
      emulator.reset({ keepMetadata: true })
      emulator.assign('integration@sandbox.example', 'BC_Integration')
      mark = emulator.journal.mark()
    },
    async close() {
      await closeConnectors()
      await emulator.close()
    },
  }
}

function adminOf(emulator: SalesforceEmulator): string {
  const admin = emulator.records.all('User').find((user) => user.Username === emulator.username)
  if (!admin) throw new Error('the sandbox has no administrator')
  return admin.Id
}

/** Back-off passes at once; what guards against silence (minutes) never fires in a test. */
function quickClock(now: () => number): Clock {
  return {
    now,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => resolve(), { once: true })
        if (milliseconds < 30_000 || signal?.aborted === true) setImmediate(resolve)
      }),
  }
}
