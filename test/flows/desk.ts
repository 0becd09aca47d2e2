import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import type { Entity } from '../../bridge/src/engine/entity.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { hear as heard } from '../support/hear.ts'
import { createRecord } from '../support/sell.ts'
import { onceOpen } from '../support/once-open.ts'
import { aBridge } from './a-bridge.ts'
import { keyIn, openOffices, type Office } from './histories/offices.ts'
import { placesOf } from './places.ts'

/**
 * Two companies with customers, and a bridge that people ask for things. Call it at the top of a test file: it brings its own
 * set-up and clean-up.
 */
export function aDesk() {
  let opened: readonly [Office, Office] | undefined
  const { test } = aBridge(async () => {
    await test.system.catalogue.announce()
    await test.system.catalogue.refresh()
    opened = await openOffices(test)
  })
  const offices: readonly [Office, Office] = [onceOpen(() => opened?.[0]), onceOpen(() => opened?.[1])]

  const org = () => test.sandboxes.salesforce.records
  const command = (id: string) => org().get('BC_Command__c', id)
  const ask = (action: string, fields: Record<string, unknown> = {}) =>
    createRecord(test.sandboxes, 'BC_Command__c', { BC_Action__c: action, ...fields })
  /** The bridge hears of one record, as by a change event or a webhook, and works. */
  const hear = (entity: Pick<Entity, 'system' | 'name'>, id: string, company = '') =>
    heard(test, entity, id, { company })
  /** How a command stands. */
  const said = (id: string) => {
    const { BC_Status__c: status, BC_Message__c: message }: Record<string, unknown> = command(id) ?? {}
    return { id, status, message: String(message) }
  }
  return {
    test,
    offices,
    places: placesOf(...offices),
    usa: offices[0],
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
      test.sandboxes.businessCentral.journal
        .calls()
        .filter(({ method, url }) => method === 'POST' && url.includes('NAV.post')),
  }
}
