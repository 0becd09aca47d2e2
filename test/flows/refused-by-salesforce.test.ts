import { expect, it } from 'vitest'
import { issueOf } from '../support/issues.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { adminChangesField } from './admin-changes-field.ts'

/**
 * The org is stricter than the package: what it refuses is parked in its own words, the neighbours of the same batch are
 * written, and what is corrected goes by itself.
 */
const { test, books } = aBridge()

const org = () => test.sandboxes.salesforce.records
const table = (name: string) => test.sandboxes.businessCentral.company(books.companyId).table(name)
const products = (code: string) =>
  org()
    .all('Product2')
    .filter((row) => row.ProductCode === code)
const stocks = (number: string, baseUnitOfMeasureCode: string) =>
  table('items').insert({
    ...table('items').all()[0],
    id: crypto.randomUUID(),
    number,
    displayName: `Item ${number}`,
    baseUnitOfMeasureCode,
  }).id

it('a value that is too long for the field', async () => {
  await adminChangesField(test.sandboxes, 'Product2', 'BC_Base_Unit__c', { label: 'Unit', length: 4, required: false })
  const long = stocks('LONG', 'BARRELS')
  const [before, after] = [stocks('ALONG', 'BOX'), stocks('ZLONG', 'BOX')]
  await test.settle()
  expect(['ALONG', 'LONG', 'ZLONG'].map((code) => products(code).length)).toEqual([1, 0, 1])
  expect(await issueOf(test, long)).toMatchObject({
    flow: 'item-to-product',
    vendor: expect.stringContaining('STRING_TOO_LONG') as string,
  })
  expect([await issueOf(test, before), await issueOf(test, after)]).toEqual([undefined, undefined])

  table('items').update(long, { baseUnitOfMeasureCode: 'BBL' })
  await test.settle()
  expect(products('LONG')).toMatchObject([{ BC_Base_Unit__c: 'BBL' }])
  expect(await issueOf(test, long)).toBeUndefined()
})

it('a field that must not be empty', async () => {
  await adminChangesField(test.sandboxes, 'Product2', 'BC_Base_Unit__c', { label: 'Unit', length: 10, required: true })
  const bare = stocks('BARE', '')
  stocks('DRESSED', 'BOX')
  await test.settle()
  expect(products('BARE')).toHaveLength(0)
  expect(products('DRESSED')).toHaveLength(1)
  const issue = await issueOf(test, bare)
  expect(issue?.vendor).toContain('REQUIRED_FIELD_MISSING')
  expect(`${issue?.message ?? ''} ${issue?.vendor ?? ''}`).toContain('BC_Base_Unit__c')

  table('items').update(bare, { baseUnitOfMeasureCode: 'PCS' })
  await test.settle()
  expect(products('BARE')).toHaveLength(1)
  expect(await issueOf(test, bare)).toBeUndefined()
})

it('a value that the list does not have', async () => {
  const accounts = [
    await createAccount(test.sandboxes, 'Quarantined Ltd.'),
    await createAccount(test.sandboxes, 'Healthy Ltd.'),
  ]
  await test.settle()
  const [odd, fine] = ['Quarantined Ltd.', 'Healthy Ltd.'].map((name) => books.customers(name)[0]?.id ?? '')
  const shown = (index: number) =>
    org()
      .all('BC_Customer__c')
      .filter((row) => row.BC_Account__c === accounts[index])
  // An extension may add reasons for blocking a customer.
  table('customers').update(odd ?? '', { blocked: 'Quarantine', creditLimit: '100' })
  table('customers').update(fine ?? '', { blocked: 'Ship', creditLimit: '200' })
  await test.settle()
  expect(shown(1)).toMatchObject([{ BC_Blocked__c: 'Ship' }])
  expect(shown(0)).toMatchObject([{ BC_Blocked__c: 'None' }])
  const issue = await issueOf(test, odd ?? '')
  expect(issue).toMatchObject({ flow: 'customer-to-billing-customer' })
  expect(issue?.vendor).toContain('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST')
  expect(issue?.vendor).toContain('Quarantine')

  table('customers').update(odd ?? '', { blocked: 'All' })
  await test.settle()
  expect(shown(0)).toMatchObject([{ BC_Blocked__c: 'All' }])
  expect(Number(shown(0)[0]?.BC_Credit_Limit__c)).toBe(100)
  expect(await issueOf(test, odd ?? '')).toBeUndefined()
})
