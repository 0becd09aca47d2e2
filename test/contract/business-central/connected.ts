import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { BusinessCentralConnector } from '../../../bridge/src/connectors/business-central/index.ts'
import type { Entity } from '../../../bridge/src/engine/entity.ts'
import type { SourceRecord } from '../../../bridge/src/engine/records.ts'
import type { Row } from '../../emulators/business-central/tables.ts'
import { onceOpen } from '../../support/once-open.ts'
import { startTenant, type Tenant } from './tenant.ts'

/** What a file of tests works on. */
export interface Connected {
  readonly tenant: Tenant
  readonly connector: BusinessCentralConnector
  /** Reads one record; undefined when it is not there. */
  readonly read: (entity: Entity, id: string, fields: readonly string[]) => Promise<SourceRecord | undefined>
  readonly rowOf: (set: string, number: string) => Row
  /** Another tenant in place of this one, which a test has broken. */
  readonly replaceTenant: () => Promise<void>
}

/**
 * One tenant for all tests of a file, as new before each of them, with a connector to it that has called nobody yet.
 *
 * @param watch what the connector looks for changes of (default: everything that is `watched`)
 */
export function connected(watch?: readonly Entity[]): Connected {
  let opened: Tenant | undefined
  let connected: BusinessCentralConnector | undefined
  const tenant = onceOpen(() => opened)
  const connector = onceOpen(() => connected)
  beforeAll(async () => void (opened = await startTenant()))
  afterAll(() => opened?.close())
  beforeEach(async () => {
    await tenant.reset()
    connected = await tenant.connect({}, watch)
    tenant.calls()
  })
  return {
    tenant,
    connector,
    read: async (entity, id, fields) => (await connector.reader.read(entity, tenant.ref, [id], fields)).get(id),
    rowOf: (set, number) => tenant.finance.row(set, 'number', number),
    async replaceTenant() {
      await tenant.close()
      opened = await startTenant()
    },
  }
}
