import { expect, test } from 'vitest'
import { labelOf } from '../../../engine/entity.ts'
import { account } from './account.ts'

test.each([
  ['Name', 'Name'],
  ['BillingPostalCode', 'Billing Postal Code'],
  ['BC_Tax_Id__c', 'BC Tax Id'],
  ['acme__Sales_Region__c', 'Sales Region'],
  ['ParentId', 'Parent'],
  ['Id', 'Id'],
])('people call %s %s', (name, label) => {
  expect(labelOf(account, name)).toBe(label)
})
