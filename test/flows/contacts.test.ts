import { expect, it } from 'vitest'
import { journals } from '../support/journals.ts'
import { change, createAccount, createRecord } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'

const { test, books } = aBridge(async () => {
  accountId = await createAccount(test.sandboxes, 'People Ltd.')
  await test.settle()
})
let accountId: string
const org = () => test.sandboxes.salesforce.records
const company = () => test.sandboxes.businessCentral.company(books.companyId)
const persons = (name: string) =>
  company()
    .table('contacts')
    .filter((row) => row.displayName === name)
const standsFor = (name: string) =>
  company()
    .table('contacts')
    .filter((row) => row.displayName === name && row.type === 'Company')[0]
const createContact = (fields: Record<string, unknown>) => createRecord(test.sandboxes, 'Contact', fields)

it('a contact becomes a person below the company contact of its customer', async () => {
  const id = createContact({
    AccountId: accountId,
    FirstName: 'Ann',
    LastName: 'Beebe',
    Title: 'Buyer',
    Email: 'ann@people.example',
    Phone: '555-0101',
  })
  await test.settle()
  expect(persons('Ann Beebe')).toMatchObject([
    { type: 'Person', companyNumber: standsFor('People Ltd.')?.number, jobTitle: 'Buyer', email: 'ann@people.example' },
  ])
  expect(org().get('Contact', id)).toMatchObject({
    BC_Number__c: persons('Ann Beebe')[0]?.number,
    BC_Sync_Status__c: 'Synced',
  })
})

it('waits for an account that is no customer yet, and goes on by itself', async () => {
  const prospect = await createAccount(test.sandboxes, 'Prospect Ltd.', { Type: 'Prospect' })
  const id = createContact({ AccountId: prospect, LastName: 'Early' })
  await test.settle()
  expect(persons('Early')).toEqual([])
  expect(org().get('Contact', id)?.BC_Sync_Status__c).toBe('Waiting')
  change(test.sandboxes, 'Account', prospect, { Type: 'Customer - Direct' })
  await test.settle()
  expect(persons('Early')).toHaveLength(1)
  expect(org().get('Contact', id)?.BC_Sync_Status__c).toBe('Synced')
})

it('a contact without account is left alone', async () => {
  createContact({ LastName: 'Nobody' })
  await test.settle()
  expect(persons('Nobody')).toEqual([])
})

it('a person made by finance becomes a contact of the account', async () => {
  company()
    .table('contacts')
    .insert({
      type: 'Person',
      number: 'CT-BORN',
      displayName: 'Jan van Dyke',
      companyNumber: standsFor('People Ltd.')?.number,
      email: 'jan@people.example',
      jobTitle: 'Accountant',
    })
  await test.advance(600)
  await test.settle()
  const made = org()
    .all('Contact')
    .filter((row) => row.Email === 'jan@people.example')
  expect(made).toMatchObject([
    { AccountId: accountId, FirstName: 'Jan van', LastName: 'Dyke', Title: 'Accountant', BC_Number__c: 'CT-BORN' },
  ])
  // Somebody who knows better corrects the name: it stays, on both sides.
  change(test.sandboxes, 'Contact', String(made[0]?.Id), { FirstName: 'Jan', LastName: 'van Dyke' })
  await test.settle()
  expect(org().get('Contact', String(made[0]?.Id))).toMatchObject({ FirstName: 'Jan', LastName: 'van Dyke' })
  expect(persons('Jan van Dyke')).toHaveLength(1)
})

it('couples by e-mail instead of making another', async () => {
  company()
    .table('contacts')
    .insert({
      type: 'Person',
      number: 'CT-TWIN',
      displayName: 'R. Twin',
      companyNumber: standsFor('People Ltd.')?.number,
      email: 'twin@people.example',
    })
  const id = createContact({ AccountId: accountId, FirstName: 'Rose', LastName: 'Twin', Email: 'twin@people.example' })
  await test.settle()
  expect(org().get('Contact', id)?.BC_Number__c).toBe('CT-TWIN')
  expect(persons('Rose Twin')).toMatchObject([{ number: 'CT-TWIN' }])
  expect(
    org()
      .all('Contact')
      .filter((row) => row.Email === 'twin@people.example'),
  ).toHaveLength(1)
})

it('an edit of either side arrives at the other, once', async () => {
  const [ann] = persons('Ann Beebe')
  const contact = org()
    .all('Contact')
    .find((row) => row.Email === 'ann@people.example')
  change(test.sandboxes, 'Contact', String(contact?.Id), { Phone: '555-0102' })
  await test.settle()
  expect(persons('Ann Beebe')[0]?.phoneNumber).toBe('555-0102')
  await test.advance(600)
  company()
    .table('contacts')
    .update(ann?.id ?? '', { jobTitle: 'Head of Purchasing' })
  await test.settle()
  expect(org().get('Contact', String(contact?.Id))?.Title).toBe('Head of Purchasing')
  await test.advance(600)
  const since = journals(test)
  await test.settle()
  expect(since.writes()).toEqual([])
})

it('a refusal is said on the contact, and a change mends it', async () => {
  test.sandboxes.businessCentral.faults.arm({
    kind: 'status',
    status: 400,
    match: 'POST .*/contacts',
    body: { error: { code: 'Application_DialogException', message: 'The contact is blocked for privacy.' } },
  })
  const id = createContact({ AccountId: accountId, FirstName: 'Pri', LastName: 'Vate' })
  await test.settle()
  expect(org().get('Contact', id)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
  expect(org().get('Contact', id)?.BC_Sync_Message__c).toContain('blocked for privacy')
  change(test.sandboxes, 'Contact', id, { Phone: '555-0199' })
  await test.settle()
  expect(org().get('Contact', id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
})
