import { beforeAll, expect, it } from 'vitest'
import { later } from '../support/later.ts'
import { change, createRecord } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { aDesk } from './desk.ts'

/** Both sides edit the same field between two looks: what the conflict rule of the flow in Setup makes of it. */
const desk = aDesk()
const { org, done, issueOf } = desk
const flow = 'contact-to-contact-person'
let contact: string

const people = () => desk.usa.books.company.table('contacts')
const person = () => {
  const found = people().find(({ email }) => email === 'both@sides.example')
  if (!found) throw new Error('The person is not there.')
  return found
}
const titles = () => [org().get('Contact', contact)?.Title, person().jobTitle]
/** Neither bridge nor sandbox says anything before both have happened. */
async function edit(here: Record<string, unknown>, there: Record<string, unknown>) {
  change(desk.test.sandboxes, 'Contact', contact, here)
  people().update(person().id, there)
  await later(desk.test, 75)
}

beforeAll(async () => {
  contact = createRecord(desk.test.sandboxes, 'Contact', {
    ...{ AccountId: desk.usa.local.accountId, FirstName: 'Bo', LastName: 'Thsides' },
    ...{ Email: 'both@sides.example', Title: 'Buyer', Phone: '555-0100' },
  })
  await later(desk.test, 75)
  expect(titles()).toEqual(['Buyer', 'Buyer'])
})

it('is not asked when they have edited different fields', async () => {
  await setFlow(desk.test, flow, { BC_Conflict_Rule__c: 'Ask' })
  await edit({ Title: 'Head of Buying' }, { phoneNumber: '555-0199' })
  expect(titles()).toEqual(['Head of Buying', 'Head of Buying'])
  expect([org().get('Contact', contact)?.Phone, person().phoneNumber]).toEqual(['555-0199', '555-0199'])
  expect(issueOf(contact)).toBeUndefined()
})

it.each([
  ['source', 'Captain', 'Boatswain', 'Captain'],
  ['target', 'Gunner', 'Carpenter', 'Carpenter'],
])('Ask parks it with both values until somebody chooses: the %s', async (choice, ours, theirs, right) => {
  await edit({ Title: ours }, { jobTitle: theirs })
  expect(titles()).toEqual([ours, theirs])
  const issue = issueOf(contact)
  expect(issue?.BC_Message__c).toBe(
    `Edited on both sides: job title is "${ours}" in Salesforce and "${theirs}" in Business Central.`,
  )
  expect(String(issue?.BC_Advice__c)).toContain('Choose which one is right')
  expect(org().get('Contact', contact)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
  // It is one question, whichever side it is looked at from, and it stays one.
  const asked = org()
    .all('BC_Issue__c')
    .filter(({ BC_Status__c: status }) => status === 'Open')
  expect(asked).toHaveLength(1)
  await later(desk.test, 3600)
  expect(titles()).toEqual([ours, theirs])

  expect(await done('Choose', { BC_Issue__c: issue?.Id, BC_Choice__c: choice })).toMatchObject({ status: 'Done' })
  await desk.test.settle()
  expect(titles()).toEqual([right, right])
  expect(issueOf(contact)).toBeUndefined()
  expect(org().get('Contact', contact)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
})

it('Ask is answered as well by whoever makes them equal', async () => {
  await edit({ Title: 'Pilot' }, { jobTitle: 'Stoker' })
  expect(issueOf(contact)).toBeDefined()
  people().update(person().id, { jobTitle: 'Pilot' })
  await later(desk.test, 75)
  expect(issueOf(contact)).toBeUndefined()
  expect(titles()).toEqual(['Pilot', 'Pilot'])
})

it.each([
  ['Source Wins', 'Mate', 'Cook', 'Mate'],
  ['Target Wins', 'Surgeon', 'Purser', 'Purser'],
])('%s asks nobody', async (rule, ours, theirs, right) => {
  await setFlow(desk.test, flow, { BC_Conflict_Rule__c: rule })
  await setFlow(desk.test, 'contact-person-to-contact', {
    BC_Conflict_Rule__c: rule === 'Source Wins' ? 'Target Wins' : 'Source Wins',
  })
  await edit({ Title: ours }, { jobTitle: theirs })
  expect(titles()).toEqual([right, right])
  expect(issueOf(contact)).toBeUndefined()
})
