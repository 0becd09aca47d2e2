import { expect, it } from 'vitest'
import { issueOf } from '../support/issues.ts'
import { createAccount } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { aDesk } from './desk.ts'
import { insert } from './deals.ts'

/** Two records match one: nobody guesses, from whichever side the bridge looks. */
const desk = aDesk()
const org = () => desk.org()
const twins = ['One', 'Two']

it('a contact that two persons match is parked, and stays so when the bridge hears of one of the persons', async () => {
  const { books, local } = desk.usa
  const people = books.company.table('contacts')
  const above = people.find((row) => row._partyId === local.id)?.number
  const persons = twins.map((name) => {
    const values = { type: 'Person', displayName: `Twin ${name}`, email: 'twins@people.example' }
    return people.insert({ ...values, number: `CT-TWIN-${name}`, companyNumber: above })
  })
  const fields = { AccountId: local.accountId, FirstName: 'Rose', LastName: 'Twin', Email: 'twins@people.example' }
  const id = insert(desk.test.sandboxes, 'Contact', fields)
  await desk.hear({ system: 'salesforce', name: 'Contact' }, id)
  expect((await issueOf(desk.test, id))?.message).toContain('2 records match on email')
  for (const person of persons) {
    await desk.hear({ system: 'business-central', name: 'contact' }, person.id, books.company.id)
  }
  expect(org().get('Contact', id)?.BC_Number__c ?? null).toBeNull()
  expect((await issueOf(desk.test, id))?.message).toContain('2 records match on email')
})

it('so is an account that two customers match, where customers may make accounts', async () => {
  const { books } = desk.usa
  await setFlow(desk.test, 'customer-to-account', { BC_Create_Records__c: 'Yes' })
  const table = books.company.table('customers')
  const [model] = table.all()
  const customers = twins.map((name) =>
    table.insert({
      ...{ ...model, id: crypto.randomUUID(), number: `TWIN-${name}`, displayName: 'Twin Ltd.' },
      ...{ postalCode: '31772', taxRegistrationNumber: '' },
    }),
  )
  const id = await createAccount(desk.test.sandboxes, 'Twin Ltd.')
  await desk.hear({ system: 'salesforce', name: 'Account' }, id)
  expect((await issueOf(desk.test, id))?.message).toContain('2 records match')
  for (const customer of customers) {
    await desk.hear({ system: 'business-central', name: 'customer' }, customer.id, books.company.id)
  }
  expect(org().get('Account', id)?.BC_Number__c ?? null).toBeNull()
  expect((await issueOf(desk.test, id))?.message).toContain('2 records match')
})
