import { expect, it } from 'vitest'
import { customer } from '../../bridge/src/connectors/business-central/entities.ts'
import { account } from '../../bridge/src/connectors/salesforce/entities.ts'
import type { Flow } from '../../bridge/src/engine/define-flow.ts'
import { silentLog } from '../../bridge/src/engine/log.ts'
import { createWorker } from '../../bridge/src/engine/worker.ts'
import { linked } from '../../bridge/src/mapping/index.ts'
import { issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { insert, order, update } from './deals.ts'
import { markets } from './markets.ts'

/** What waits for a customer that never comes: after BRIDGE_WAIT_HOURS a person hears of the root of it. */
const { test, books, there } = aBridge(undefined, { environment: { BRIDGE_WAIT_HOURS: '3' } })

const org = () => test.sandboxes.salesforce.records
const row = (object: string, id: string): Record<string, unknown> => org().get(object, id) ?? {}

it('parks all that waits, names the root, tries no more, and lets everything go once the root is mended', async () => {
  const waiting = await Promise.all(
    markets.map(async ({ at, says, currencyCode }) => {
      const name = test.sandboxes.businessCentral.companies[at]?.name
      const title = `Prospect of ${String(name)}`
      const accountId = await createAccount(test.sandboxes, title, { Type: 'Prospect', BC_Company__c: name })
      const { id } = order(test.sandboxes, accountId, [{ item: '1896-S', quantity: 1 }], says)
      const contactId = insert(test.sandboxes, 'Contact', { AccountId: accountId, LastName: `Early ${String(at)}` })
      const records = [['Order', id] as const, ['Contact', contactId] as const]
      return { title, accountId, at, currencyCode, orderId: id, records }
    }),
  )
  const all = waiting.flatMap(({ records }) => records)
  await test.settle()
  await later(test, 2 * 3600)
  for (const [object, id] of all) {
    expect(row(object, id)).toMatchObject({ BC_Sync_Status__c: 'Waiting' })
    expect(await issueOf(test, id)).toBeUndefined()
  }
  await later(test, 3600)
  for (const { title, records } of waiting) {
    for (const [object, id] of records) {
      const says = `It has waited for more than 3 hours. Waits for the account ${title}, which is not synced: its Type is not Customer`
      expect((await issueOf(test, id))?.message).toContain(says)
      expect(row(object, id)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
      expect(row(object, id).BC_Sync_Message__c).toContain(says)
    }
  }
  for (const { accountId } of waiting) update(test.sandboxes, 'Account', accountId, { Type: 'Customer - Direct' })
  await test.settle()
  for (const [object, id] of all) {
    expect(row(object, id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
    expect(await issueOf(test, id)).toBeUndefined()
  }
  for (const { at, currencyCode, orderId } of waiting) {
    const all = [books, there].map((each) => each.salesOrders(orderId))
    expect(all.map(({ length }) => length)).toEqual(at === 0 ? [1, 0] : [0, 1])
    expect(all[at]?.[0]?.currencyCode).toBe(currencyCode)
  }
})

it('parks who waits for itself in a circle, tries it no more, and lets all of them go once the circle is broken', async () => {
  // No flow of ours can wait in a circle. In this one the customer names the customer of the account in AccountNumber.
  const naming = (flow: Flow): Flow => {
    const map = { ...flow.map, addressLine2: linked(account, 'AccountNumber', customer) } as unknown as Flow['map']
    return { ...flow, map, reads: [...flow.reads, 'AccountNumber'] }
  }
  const { store, catalogue, connectors, companies, worker: shipped } = test.system
  const flows = () => catalogue.flows().map((flow) => (flow.name === 'account-to-customer' ? naming(flow) : flow))
  const worker = createWorker({ store, flows, connectors, companies, clock: test.clock, log: silentLog })
  const parked = () =>
    org()
      .all('BC_Issue__c')
      .filter((each) => each.BC_Status__c === 'Open')
  const names = ['Ring One', 'Ring Two', 'Ring Three']
  for (const { name: BC_Company__c } of companies) {
    const ring: string[] = []
    for (const name of names) ring.push(await createAccount(test.sandboxes, name, { BC_Company__c }))
    const changed = async (id: string, AccountNumber: string | null) => {
      update(test.sandboxes, 'Account', id, { AccountNumber })
      const entity = { system: account.system, name: account.name }
      await test.system.sink.accept([{ entity, id, company: '', kind: 'updated', echo: false }])
    }
    for (const [at, id] of ring.entries()) await changed(id, ring[(at + 1) % ring.length] ?? '')
    await worker.drain()
    await shipped.drain()
    const found = parked().map((issue) => ring.indexOf(String(issue.BC_Record_Id__c)))
    expect(found.length).toBeGreaterThan(0)
    for (const issue of parked()) {
      const next = names[(ring.indexOf(String(issue.BC_Record_Id__c)) + 1) % ring.length] ?? ''
      expect(issue.BC_Message__c).toBe(`It waits, in a circle, for itself. Waits for the account ${next}.`)
      expect(issue.BC_Advice__c).toContain('Mend what it waits for')
    }
    const stand = ring.map((id) => row('Account', id).BC_Sync_Status__c)
    expect(stand).toEqual(ring.map((_, at) => (found.includes(at) ? 'Needs Attention' : 'Waiting')))
    await test.advance(2 * 3600)
    const since = journals(test)
    await worker.drain()
    expect(since.calls()).toEqual([])
    await changed(ring[found[0] ?? 0] ?? '', null)
    await worker.drain()
    await shipped.drain()
    expect(ring.map((id) => row('Account', id).BC_Sync_Status__c)).toEqual(ring.map(() => 'Synced'))
    expect(parked()).toEqual([])
  }
  for (const each of [books, there]) expect(names.map((name) => each.customers(name).length)).toEqual([1, 1, 1])
})
