import { describe, expect, it } from 'vitest'
import { createCatalogue } from '../../bridge/src/overrides/catalogue.ts'
import { parseOverrides } from '../../bridge/src/overrides/document.ts'
import { flows } from '../../bridge/src/flows/index.ts'
import { silentLog } from '../../bridge/src/engine/log.ts'
import { change, createAccount } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { aBridge } from './a-bridge.ts'
import { deal, order, win } from './deals.ts'

const { test, books } = aBridge(
  async () => {
    await test.system.catalogue.announce()
    await test.system.catalogue.refresh()
  },
  { mappings: "flows: {account-to-customer: {map: {website: {constant: 'https://acme.example'}}}}" },
)
const org = () => test.sandboxes.salesforce.records

const setting = (flow: string) => {
  const found = org()
    .all('BC_Flow__c')
    .find((row) => row.BC_Key__c === flow)
  if (!found) throw new Error(`no BC_Flow__c ${flow}`)
  return found
}
const set = (flow: string, fields: Record<string, unknown>) => setFlow(test, flow, fields)

it('shows every flow in Setup, with its switch as it is by default', () => {
  const shown = org().all('BC_Flow__c')
  expect(shown.map((row) => row.BC_Key__c).sort()).toEqual(flows.map((flow) => flow.name).sort())
  for (const flow of flows) expect(setting(flow.name).BC_Enabled__c).toBe(flow.state === 'on')
})

it('announcing again leaves what an admin has set', async () => {
  change(test.sandboxes, 'BC_Flow__c', setting('item-to-product').Id, { BC_Enabled__c: false })
  await test.system.catalogue.announce()
  expect(setting('item-to-product').BC_Enabled__c).toBe(false)
  await set('item-to-product', { BC_Enabled__c: true })
})

it('obeys the file, and Setup above it', async () => {
  await createAccount(test.sandboxes, 'Override One')
  await test.settle()
  expect(books.customers('Override One')[0]?.website).toBe('https://acme.example')

  await set('account-to-customer', {
    BC_Mapping__c: "map: {website: {expression: \"'https://' & $lowercase($replace(Name, ' ', '')) & '.example'\"}}",
  })
  expect(setting('account-to-customer').BC_Problem__c ?? null).toBeNull()
  await createAccount(test.sandboxes, 'Override Two')
  await test.settle()
  expect(books.customers('Override Two')[0]?.website).toBe('https://overridetwo.example')
})

it('refuses a mistake with rule, reason and nearest name, and goes on by the rules it had', async () => {
  await set('account-to-customer', { BC_Mapping__c: 'map: {websight: {from: Nam}}' })
  const { BC_Problem__c: problem, BC_Status__c: status } = setting('account-to-customer')
  expect(problem).toContain('map.websight')
  expect(problem).toContain('Did you mean website?')
  expect(status).toBe('Refused')
  await createAccount(test.sandboxes, 'Override Three')
  await test.settle()
  expect(books.customers('Override Three')[0]?.website).toBe('https://overridethree.example')
  await set('account-to-customer', { BC_Mapping__c: null })
  expect(setting('account-to-customer').BC_Problem__c ?? null).toBeNull()
})

it('leaves the past alone by a filter on the day, for deals and orders', async () => {
  await set('opportunity-to-sales-order', { BC_Filter__c: "CloseDate >= '2026-11-01'" })
  await set('order-to-sales-order', { BC_Filter__c: "EffectiveDate >= '2026-11-01'" })
  const accountId = await createAccount(test.sandboxes, 'Old Customer')
  await test.settle()
  const lines = [{ item: '1896-S', quantity: 1 }]
  const sold = ['2026-10-31', '2026-11-01'].flatMap((day) => {
    const { id } = deal(test.sandboxes, accountId, lines, { CloseDate: day })
    win(test.sandboxes, id)
    return [id, order(test.sandboxes, accountId, lines, { EffectiveDate: day }).id]
  })
  await test.settle()
  expect(sold.map((id) => books.salesOrders(id).length)).toEqual([0, 0, 1, 1])
  await set('opportunity-to-sales-order', { BC_Filter__c: null })
  await set('order-to-sales-order', { BC_Filter__c: null })
})

it('leaves out what a filter leaves out', async () => {
  await set('account-to-customer', { BC_Filter__c: "$not($contains(Name, 'Secret'))" })
  const id = await createAccount(test.sandboxes, 'Secret Ltd.')
  await test.settle()
  expect(books.customers('Secret Ltd.')).toEqual([])
  await set('account-to-customer', { BC_Filter__c: null })
  change(test.sandboxes, 'Account', id, { BillingCity: 'Rome' })
  await test.settle()
  expect(books.customers('Secret Ltd.')).toHaveLength(1)
})

it('a flow that is switched off keeps its changes and works them off when it is switched on again', async () => {
  await set('account-to-customer', { BC_Enabled__c: false })
  await createAccount(test.sandboxes, 'Patient Ltd.')
  await test.settle()
  expect(books.customers('Patient Ltd.')).toEqual([])
  await set('account-to-customer', { BC_Enabled__c: true })
  await test.settle()
  expect(books.customers('Patient Ltd.')).toHaveLength(1)
})

describe('the override file', () => {
  it.each([
    ['flows: {acount-to-customer: {enabled: false}}', 'There is no such flow. Did you mean account-to-customer?'],
    ['flows: {account-to-customer: {map: {owedAmount: {constant: 1}}}}', 'has no field owedAmount'],
    ['flows: {account-to-customer: {map: {id: {from: Name}}}}', 'id cannot be written'],
    ['flows: {account-to-customer: {map: {city: {from: Hidden__c}}}}', 'The account has no field Hidden__c'],
  ])('%s stops the start', async (text, reason) => {
    const { overrides } = parseOverrides(text)
    const { connectors } = test.system
    const starting = createCatalogue({
      defaults: flows,
      overrides,
      connectors,
      store: test.system.store,
      log: silentLog,
    })
    await expect(starting).rejects.toThrow(reason)
  })

  it('reads a field of a parent', async () => {
    const { overrides } = parseOverrides('flows: {account-to-customer: {map: {website: {from: Owner.Username}}}}')
    const catalogue = await createCatalogue({
      defaults: flows,
      overrides,
      connectors: test.system.connectors,
      store: test.system.store,
      log: silentLog,
    })
    const flow = catalogue.flows().find((each) => each.name === 'account-to-customer')
    const id = await createAccount(test.sandboxes, 'Owned Ltd.')
    const salesforce = test.system.connectors.find((each) => each.system === 'salesforce')
    if (!flow || !salesforce) throw new Error('no flow')
    const [company] = test.system.companies
    if (!company) throw new Error('no company')
    const read = await salesforce.reader.read(flow.source, company, [id], flow.reads)
    expect(read.get(id)?.fields['Owner.Username']).toContain('@')
  })
})
