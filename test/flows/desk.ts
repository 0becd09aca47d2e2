import { afterAll, beforeAll } from 'vitest'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import type { Entity } from '../../bridge/src/engine/entity.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { createRecord } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { keyIn, openOffices, type Office } from './histories/offices.ts'

/** Two companies with customers, and a bridge that people ask for things. */
interface Opened {
  readonly test: TestSystem
  readonly offices: readonly [Office, Office]
}

/** Call it at the top of a test file: it brings its own set-up and clean-up. */
export function aDesk() {
  let opened: Opened | undefined
  beforeAll(async () => {
    const test = await startSystem()
    await test.system.catalogue.announce()
    await test.system.catalogue.refresh()
    opened = { test, offices: await openOffices(test) }
  }, 60_000)
  afterAll(() => opened?.test.close())

  const open = (): Opened => {
    if (!opened) throw new Error('The desk opens before the first test.')
    return opened
  }
  const org = () => open().test.sandboxes.salesforce.records
  const command = (id: string) => org().get('BC_Command__c', id)
  const ask = (action: string, fields: Record<string, unknown> = {}) =>
    createRecord(open().test.sandboxes, 'BC_Command__c', { BC_Action__c: action, ...fields })
  /** The bridge hears of one record, as by a change event or a webhook, and works. */
  const hear = async ({ system, name }: Pick<Entity, 'system' | 'name'>, id: string, company = '') => {
    const { sink, worker } = open().test.system
    await sink.accept([{ entity: { system, name }, company, id, kind: 'updated', echo: false }])
    await worker.drain()
  }
  /** How a command stands. */
  const said = (id: string) => {
    const { BC_Status__c: status, BC_Message__c: message }: Record<string, unknown> = command(id) ?? {}
    return { id, status, message: String(message) }
  }
  return {
    get test() {
      return open().test
    },
    get offices() {
      return open().offices
    },
    get usa() {
      return open().offices[0]
    },
    org,
    command,
    ask,
    hear,
    said,
    /** Asks, and waits for what comes of it. */
    done: async (action: string, fields: Record<string, unknown> = {}) => {
      const id = ask(action, fields)
      await hear(commands, id)
      return said(id)
    },
    /** The open issue of a record. */
    issueOf: (record: string) =>
      org()
        .all('BC_Issue__c')
        .find((row) => row.BC_Record_Id__c === record && row.BC_Status__c === 'Open'),
    /** A document of Business Central as Salesforce shows it. */
    seen: (office: Office, { id }: Pick<Row, 'id'>) => {
      const found = org()
        .all('BC_Invoice__c')
        .find((row) => row.BC_Key__c === keyIn(office, id))
      if (!found) throw new Error(`BC_Invoice__c of ${id} is not there`)
      return found
    },
    /** The calls that post something. */
    posts: () =>
      open()
        .test.sandboxes.businessCentral.journal.calls()
        .filter(({ method, url }) => method === 'POST' && url.includes('NAV.post')),
  }
}
