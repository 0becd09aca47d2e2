import { expect, it } from 'vitest'
import { issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { change, createAccount, createRecord } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { aBridge } from './a-bridge.ts'

/** How a flow stands in Setup, what becomes of its changes while it is off, and of what its filter has left out. */
const { test, books } = aBridge(
  async () => {
    await test.system.catalogue.announce()
    await test.system.catalogue.refresh()
    await test.settle()
  },
  // On by default, off from the first day.
  { mappings: 'flows: {item-to-pricebook-entry: {enabled: false}}' },
)
const org = () => test.sandboxes.salesforce.records
const set = (flow: string, fields: Record<string, unknown>) => setFlow(test, flow, fields)
const shown = (flow: string) => {
  const found = org()
    .all('BC_Flow__c')
    .find((row) => row.BC_Key__c === flow)
  if (!found) throw new Error(`no BC_Flow__c ${flow}`)
  return found
}
const statusOf = (flow: string) => shown(flow).BC_Status__c
const vendors = (name: string) =>
  test.sandboxes.businessCentral
    .company(books.companyId)
    .table('vendors')
    .filter((row) => row.displayName === name)
const jobsOf = async (flow: string) => (await test.system.store.jobs.counts()).get(flow)

it('a flow that never ran keeps no changes, whatever the default says', async () => {
  expect(test.system.catalogue.flows().find(({ name }) => name === 'item-to-pricebook-entry')?.state).toBe('off')
  expect(await jobsOf('item-to-pricebook-entry')).toBeUndefined()
  expect([statusOf('item-to-pricebook-entry'), statusOf('opportunity-to-sales-quote')]).toEqual(['Off', 'Off'])
  expect(statusOf('item-to-product')).toBe('Running')
})

it('a flow that ran keeps its changes while it is off, whatever the default says', async () => {
  const id = await createAccount(test.sandboxes, 'Supplies Ltd.', { Type: 'Supplier' })
  await test.settle()
  expect(await jobsOf('account-to-vendor')).toBeUndefined()
  await set('account-to-vendor', { BC_Enabled__c: true })
  change(test.sandboxes, 'Account', id, { Phone: '555-0100' })
  await test.settle()
  expect(vendors('Supplies Ltd.')).toHaveLength(1)

  await set('account-to-vendor', { BC_Enabled__c: false })
  expect(statusOf('account-to-vendor')).toBe('Paused')
  change(test.sandboxes, 'Account', id, { Name: 'Supplies and Sons' })
  await test.settle()
  expect(vendors('Supplies and Sons')).toEqual([])
  await set('account-to-vendor', { BC_Enabled__c: true })
  await test.settle()
  expect(vendors('Supplies and Sons')).toHaveLength(1)
  // Another bridge of the same database knows it, too.
  await set('account-to-vendor', { BC_Enabled__c: false })
  const other = await test.another()
  try {
    await other.catalogue.refresh()
    expect(other.catalogue.flows().find(({ name }) => name === 'account-to-vendor')?.state).toBe('paused')
  } finally {
    await other.close()
  }
})

it('Refused is said as long as the mistake stands', async () => {
  await set('item-to-product', { BC_Filter__c: 'nomber > 1' })
  expect(shown('item-to-product')).toMatchObject({ BC_Status__c: 'Refused' })
  expect(shown('item-to-product').BC_Problem__c).toContain('Did you mean number?')
  await set('item-to-product', { BC_Filter__c: null })
  expect(shown('item-to-product')).toMatchObject({ BC_Status__c: 'Running', BC_Problem__c: null })
})

it('says how much work there is, and writes nothing when nothing has changed', async () => {
  await createAccount(test.sandboxes, 'Backlog Ltd.')
  const prospect = await createAccount(test.sandboxes, 'Prospect Ltd.', { Type: 'Prospect' })
  createRecord(test.sandboxes, 'Contact', { AccountId: prospect, LastName: 'Waits' })
  const parked = await createAccount(test.sandboxes, 'Parked Ltd.', { BC_Currency_Code__c: 'NOPE' })
  await test.settle()
  expect(await issueOf(test, parked)).toBeDefined()
  await set('account-to-customer', { BC_Enabled__c: false })
  await createAccount(test.sandboxes, 'Patient Ltd.')
  await test.settle()
  await test.system.report()
  expect(shown('account-to-customer')).toMatchObject({ BC_Status__c: 'Paused', BC_Backlog__c: '1', BC_Parked__c: '1' })
  expect(shown('contact-to-contact-person')).toMatchObject({ BC_Status__c: 'Running', BC_Waiting__c: '1' })
  const at = shown('account-to-customer')
  expect(Date.parse(String(at.BC_Last_Run__c))).toBeLessThanOrEqual(test.clock.now())
  expect(Date.parse(String(at.BC_Last_Synced__c))).toBe(test.clock.now())
  expect(shown('opportunity-to-sales-quote').BC_Last_Run__c ?? null).toBeNull()

  await test.advance(600)
  const since = journals(test)
  for (let look = 0; look < 3; look += 1) {
    await test.system.catalogue.refresh()
    await test.system.report()
  }
  expect(since.writes()).toEqual([])

  await set('account-to-customer', { BC_Enabled__c: true })
  await test.settle()
  await test.system.report()
  expect(shown('account-to-customer')).toMatchObject({ BC_Status__c: 'Running', BC_Backlog__c: '0', BC_Parked__c: '1' })
  expect(since.writes('salesforce').filter((write) => write.includes('BC_Flow__c')).length).toBeGreaterThan(0)
})

it('says that a flow is held, and why, until it is not', async () => {
  const { ran, figures } = { ran: new Map<string, string>(), figures: await test.system.store.flowRuns.figures() }
  const held = new Map([
    ['item-to-product', 'Business Central does not know us.'],
    ['opportunity-to-sales-quote', 'Is off anyway.'],
  ])
  await test.system.catalogue.report({ held, ran, figures })
  expect(shown('item-to-product')).toMatchObject({
    BC_Status__c: 'Held',
    BC_Problem__c: 'Business Central does not know us.',
  })
  expect(statusOf('opportunity-to-sales-quote')).toBe('Off')
  await test.system.report()
  expect(shown('item-to-product')).toMatchObject({ BC_Status__c: 'Running', BC_Problem__c: null })
})

it('an empty field is neither more nor less: the filter leaves it out, and nobody is parked', async () => {
  await set('account-to-customer', { BC_Filter__c: 'BC_Credit_Limit__c > 10' })
  const empty = await createAccount(test.sandboxes, 'Empty Ltd.')
  await createAccount(test.sandboxes, 'Filled Ltd.', { BC_Credit_Limit__c: 11 })
  await test.settle()
  expect(await issueOf(test, empty)).toBeUndefined()
  expect([books.customers('Empty Ltd.').length, books.customers('Filled Ltd.').length]).toEqual([0, 1])
  // Another filter looks at once at what this one has left out.
  await set('account-to-customer', { BC_Filter__c: 'BC_Credit_Limit__c > 10 or BC_Credit_Limit__c = null' })
  await test.settle()
  expect(books.customers('Empty Ltd.')).toHaveLength(1)
})

it('a filter that fails says so, and its records go on when it is mended', async () => {
  await set('account-to-customer', { BC_Filter__c: '$number(Name) > 3' })
  const id = await createAccount(test.sandboxes, 'Letters Ltd.')
  await test.settle()
  const issue = await issueOf(test, id)
  expect(issue?.message).toContain('Whether it is in scope cannot be told: the expression $number(Name) > 3 fails')
  expect(issue?.advice).toContain('Correct the filter of the flow account-to-customer')
  await set('account-to-customer', { BC_Filter__c: null })
  await test.settle()
  expect(await issueOf(test, id)).toBeUndefined()
  expect(books.customers('Letters Ltd.')).toHaveLength(1)
})

it('Apply Settings says how many linked records the new rules do not reach by themselves', async () => {
  const done = async (action: string, fields: Record<string, unknown> = {}) => {
    const id = createRecord(test.sandboxes, 'BC_Command__c', { BC_Action__c: action, ...fields })
    await test.settle()
    return String(org().get('BC_Command__c', id)?.BC_Message__c)
  }
  const apply = () => done('Apply Settings')
  await apply()
  change(test.sandboxes, 'BC_Flow__c', shown('account-to-vendor').Id, { BC_Enabled__c: true })
  expect(await apply()).toBe('The settings are in force.')
  change(test.sandboxes, 'BC_Flow__c', shown('account-to-vendor').Id, {
    BC_Mapping__c: 'map: {city: {constant: Rome}}',
  })
  const told = await apply()
  expect(told).toContain(
    'The settings are in force. account-to-vendor: 1 linked record meets the new rules when it changes. All at once: a command Replay with the flow and the parameters "from: 2000-01-01"',
  )
  expect(told).toContain('`npm run bridge -- sync <flow>`')
  expect(vendors('Supplies and Sons')[0]?.city).toBe('Atlanta')
  expect(await apply()).toBe('The settings are in force.')
  const [, parameters] = /parameters "([^"]+)"/.exec(told) ?? []
  const flow = shown('account-to-vendor').Id
  await done('Replay', { BC_Flow__c: flow, BC_Parameters__c: parameters })
  expect(vendors('Supplies and Sons')[0]?.city).toBe('Rome')
})
