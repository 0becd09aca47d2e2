import { expect, it } from 'vitest'
import { issueOf } from '../support/issues.ts'
import { change, createAccount, createRecord } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { aBridge } from './a-bridge.ts'
import { order } from './deals.ts'

/** Who owns a field, and when it is filled, holds whatever an admin fills it from; and what an admin may say about that. */
const { test, books } = aBridge(async () => {
  await test.system.catalogue.announce()
  await test.system.catalogue.refresh()
  await test.settle()
})
const org = () => test.sandboxes.salesforce.records
const company = () => test.sandboxes.businessCentral.company(books.companyId)
const customers = () => company().table('customers')
const set = (flow: string, fields: Record<string, unknown>) => setFlow(test, flow, fields)
const map = (flow: string, rules: string | null) =>
  set(flow, { BC_Mapping__c: rules === null ? null : `map: {${rules}}` })
const problemOf = (flow: string) =>
  org()
    .all('BC_Flow__c')
    .find((row) => row.BC_Key__c === flow)?.BC_Problem__c ?? null
const customer = (name: string) => {
  const [found] = books.customers(name)
  if (!found) throw new Error(`There is no customer ${name}.`)
  return found
}
/** Finance edits a row, and the bridge hears of it. */
async function edit(table: 'customers' | 'contacts', id: string, fields: Record<string, unknown>) {
  company().table(table).update(id, fields)
  await test.settle()
}

it('from the first won order on the credit limit is finance’s, whatever fills it', async () => {
  const name = 'Limited Ltd.'
  await map('account-to-customer', 'creditLimit: {constant: 5000}')
  expect(problemOf('account-to-customer')).toBeNull()
  const id = await createAccount(test.sandboxes, name, { BC_Credit_Limit__c: 100 })
  await test.settle()
  expect(Number(customer(name).creditLimit)).toBe(5000)
  order(test.sandboxes, id, [{ item: '1896-S', quantity: 1 }])
  await test.settle()
  await edit('customers', customer(name).id, { creditLimit: '250' })
  change(test.sandboxes, 'Account', id, { Phone: '555-0142' })
  await test.settle()
  expect(customer(name)).toMatchObject({ phoneNumber: '555-0142' })
  expect(Number(customer(name).creditLimit)).toBe(250)
  expect(Number(org().get('Account', id)?.BC_Credit_Limit__c)).toBe(250)
  await map('account-to-customer', null)
})

it('a field that both sides may edit stays theirs, and an empty one parks nobody', async () => {
  await map('contact-to-contact-person', 'email: {expression: $lowercase(Email)}')
  const accountId = await createAccount(test.sandboxes, 'Lower Case Ltd.')
  const contact = (fields: object) => createRecord(test.sandboxes, 'Contact', { AccountId: accountId, ...fields })
  const id = contact({ LastName: 'Lowe', Email: 'LOWE@case.example' })
  const silent = contact({ LastName: 'Silent' })
  await test.settle()
  const person = (name: string) =>
    company()
      .table('contacts')
      .find((row) => row.displayName === name)
  expect(person('Lowe')?.email).toBe('lowe@case.example')
  expect(person('Silent')).toBeDefined()
  expect(await issueOf(test, silent)).toBeUndefined()
  await edit('contacts', String(person('Lowe')?.id), { email: 'new@case.example' })
  change(test.sandboxes, 'Contact', id, { Title: 'Buyer' })
  await test.settle()
  expect(person('Lowe')).toMatchObject({ email: 'new@case.example', jobTitle: 'Buyer' })
  expect(org().get('Contact', id)).toMatchObject({ Email: 'new@case.example' })
  await map('contact-to-contact-person', null)
})

it('what is filled once is filled once', async () => {
  await map('customer-to-account', "Type: {constant: 'Customer - Channel'}")
  const id = await createAccount(test.sandboxes, 'Direct Ltd.')
  await test.settle()
  await edit('customers', customer('Direct Ltd.').id, { number: 'DIRECT-1' })
  expect(org().get('Account', id)).toMatchObject({ Type: 'Customer - Direct', BC_Number__c: 'DIRECT-1' })
  await map('customer-to-account', null)
})

it('owner: shared gives a field to both sides, as soon as both flows say so', async () => {
  const id = await createAccount(test.sandboxes, 'Both Own Ltd.', { Website: 'https://one.example' })
  await test.settle()
  const site = () => [org().get('Account', id)?.Website, customer('Both Own Ltd.').website]
  await edit('customers', customer('Both Own Ltd.').id, { website: 'https://finance.example' })
  // Salesforce alone owns it by default: it was put back.
  expect(site()).toEqual(['https://one.example', 'https://one.example'])

  await map('customer-to-account', 'Website: {onCreate: false}')
  expect(problemOf('customer-to-account')).toContain('account-to-customer fills website from Website')
  await map('account-to-customer', 'website: {owner: shared}')
  await map('customer-to-account', 'Website: {onCreate: false, owner: shared}')
  expect([problemOf('account-to-customer'), problemOf('customer-to-account')]).toEqual([null, null])
  await edit('customers', customer('Both Own Ltd.').id, { website: 'https://two.example' })
  expect(site()).toEqual(['https://two.example', 'https://two.example'])
  change(test.sandboxes, 'Account', id, { Website: 'https://three.example' })
  await test.settle()
  expect(site()).toEqual(['https://three.example', 'https://three.example'])
  for (const flow of ['account-to-customer', 'customer-to-account']) await map(flow, null)
})

it('owner: source puts back what the other side edits of a field that both could edit', async () => {
  const accountId = await createAccount(test.sandboxes, 'Own Title Ltd.')
  const id = createRecord(test.sandboxes, 'Contact', { AccountId: accountId, LastName: 'Titled', Title: 'Buyer' })
  await test.settle()
  const person = () =>
    company()
      .table('contacts')
      .find((row) => row.displayName === 'Titled')
  await map('contact-to-contact-person', 'jobTitle: {owner: source}')
  expect(problemOf('contact-to-contact-person')).toContain('contact-person-to-contact fills Title from jobTitle')
  await map('contact-person-to-contact', 'Title: {onCreate: true}')
  await edit('contacts', String(person()?.id), { jobTitle: 'Seller' })
  expect([person()?.jobTitle, org().get('Contact', id)?.Title]).toEqual(['Buyer', 'Buyer'])
  for (const flow of ['contact-to-contact-person', 'contact-person-to-contact']) await map(flow, null)
})

it.each<[string, Record<string, unknown>, string]>([
  [
    'order-to-sales-order',
    { BC_Mapping__c: 'map: {externalDocumentNumber: {from: PoNumber}}' },
    'It carries the reference',
  ],
  ['opportunity-to-sales-order', { BC_Mapping__c: 'map: {customerId: remove}' }, 'cannot be without it'],
  ['order-to-sales-order', { BC_Mapping__c: 'lines: {salesOrderLines: {quantity: remove}}' }, 'cannot be without it'],
  [
    'order-to-sales-order',
    { BC_Mapping__c: 'lines: {salesOrderLines: {quantity: {owner: shared}}}' },
    'compared as a whole',
  ],
  ['item-to-product', { BC_Mapping__c: 'map: {BC_Key__c: {from: number}}' }, "the bridge's own key"],
  ['item-to-product', { BC_Mapping__c: 'map: {ProductCode: remove}' }, 'Partners are found by it'],
  ['account-to-customer', { BC_Mapping__c: 'map: {creditLimit: {owner: shared}}' }, 'depends on the first won order'],
  ['order-to-sales-order', { BC_Mapping__c: 'map: {orderDate: {owner: shared}}' }, 'does not look at what is edited'],
  ['order-to-sales-order', { BC_Conflict_Rule__c: 'Target Wins' }, 'Conflict Rule: The flow does not look at'],
  ['account-to-customer', { BC_Conflict_Rule__c: 'Ask' }, 'No field of this flow may be edited on both sides'],
])('%s refuses %j', async (flow, fields, reason) => {
  await set(flow, fields)
  expect(problemOf(flow)).toContain(reason)
  await set(flow, { BC_Mapping__c: null, BC_Conflict_Rule__c: null })
  expect(problemOf(flow)).toBeNull()
})

it('one flow’s winner is the other’s, too', async () => {
  const conflictOf = (name: string) => test.system.catalogue.flows().find((flow) => flow.name === name)?.conflict
  await set('contact-to-contact-person', { BC_Conflict_Rule__c: 'Target Wins' })
  expect(['contact-to-contact-person', 'contact-person-to-contact'].map(conflictOf)).toEqual(['target', 'source'])
  await set('contact-person-to-contact', { BC_Conflict_Rule__c: 'Target Wins' })
  expect(problemOf('contact-person-to-contact')).toBe(
    'contact-person-to-contact → Conflict Rule: contact-to-contact-person says Target Wins, which is another winner: say Source Wins there, or leave one of them to the default.',
  )
  expect(problemOf('contact-to-contact-person')).toContain('which is another winner')
  expect(['contact-to-contact-person', 'contact-person-to-contact'].map(conflictOf)).toEqual(['target', 'source'])
  for (const flow of ['contact-to-contact-person', 'contact-person-to-contact'])
    await set(flow, { BC_Conflict_Rule__c: null })
  expect(['contact-to-contact-person', 'contact-person-to-contact'].map(conflictOf)).toEqual(['source', 'target'])
  expect(customers().all().length).toBeGreaterThan(0)
})
