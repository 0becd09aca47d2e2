import { expect, it } from 'vitest'
import { issueOf, decide } from '../support/issues.ts'
import { later } from '../support/later.ts'
import { aDesk } from './desk.ts'
import { insert, remove, update } from './deals.ts'
import type { Office, Partner } from './histories/offices.ts'
import { salespeople } from './histories/salespeople.ts'

/** Contacts and contact persons that are deleted, restored, merged, or that several could be meant by; in both companies. */
const desk = aDesk()
const org = () => desk.org()
const sandboxes = () => desk.test.sandboxes
const sales = () => salespeople(sandboxes().salesforce)
const people = ({ books }: Office) => books.company.table('contacts')
const persons = (office: Office, displayName: string) => people(office).filter((row) => row.displayName === displayName)
const contact = (id: string): Record<string, unknown> => org().get('Contact', id) ?? {}
const contacts = (LastName: string) =>
  org()
    .all('Contact')
    .filter((row) => row.LastName === LastName)
/** The number of the contact that stands for the customer. */
const above = (office: Office, { id }: Partner) => people(office).find((row) => row._partyId === id)?.number
const everyone = () =>
  desk.offices.map((office, index) => ({ office, partner: index === 0 ? office.local : office.foreign }))
const add = (partner: Partner, LastName: string, fields: Record<string, unknown> = {}) =>
  insert(sandboxes(), 'Contact', { AccountId: partner.accountId, LastName, ...fields })
/** Deletions are told by the minute. */
const settle = () => later(desk.test, 75)
const issues = () => desk.test.system.store.issues.list(10)

it('a contact that is deleted leaves its person alone, does not come back by it, and has it again once restored', async () => {
  const ids = everyone().map(({ partner }) => add(partner, 'Restored', { Email: 'restored@people.example' }))
  await settle()
  const before = everyone().map(({ office, partner }) => {
    const [person, ...others] = persons(office, 'Restored')
    expect(others).toEqual([])
    expect(person).toMatchObject({ type: 'Person', companyNumber: above(office, partner) })
    return { office, id: String(person?.id), number: person?.number }
  })
  for (const id of ids) remove(sandboxes(), 'Contact', id)
  await settle()
  for (const { office, id } of before) people(office).update(id, { jobTitle: 'Clerk' })
  await settle()
  expect(contacts('Restored')).toEqual([])
  for (const { office, id } of before) {
    expect(persons(office, 'Restored')).toMatchObject([{ id, email: 'restored@people.example' }])
  }
  for (const id of ids) expect(sales().restore('Contact', id)).toBe(true)
  await settle()
  for (const id of ids) update(sandboxes(), 'Contact', id, { Phone: '555-0111' })
  await settle()
  for (const [index, { office, id, number }] of before.entries()) {
    expect(contact(String(ids[index]))).toMatchObject({ BC_Number__c: number, BC_Sync_Status__c: 'Synced' })
    expect(persons(office, 'Restored')).toMatchObject([{ id, phoneNumber: '555-0111' }])
  }
  expect(await issues()).toEqual([])
})

it('a contact whose person is deleted stays, says so, and makes no other', async () => {
  const made = everyone().map((each) => ({ ...each, id: add(each.partner, 'Bereft') }))
  await settle()
  for (const { office } of made) office.books.remove('contacts', String(persons(office, 'Bereft')[0]?.id))
  await settle()
  for (const { id } of made) update(sandboxes(), 'Contact', id, { Phone: '555-0112' })
  await settle()
  for (const { office, partner, id } of made) {
    expect(persons(office, 'Bereft')).toEqual([])
    expect(contact(id)).toMatchObject({ AccountId: partner.accountId, Phone: '555-0112' })
    expect(contact(id).BC_Sync_Message__c).toMatch(/Its contact was deleted .*no longer kept in step/)
  }
  expect(await issues()).toEqual([])
})

it('two merged contacts that both have a person: the one that is chosen stays linked, the other is left alone', async () => {
  const pairs = everyone().flatMap((each) =>
    (['keep', 'take'] as const).map((choice) => {
      const winner = add(each.partner, `Stays ${choice}`, { Title: 'Buyer' })
      return { ...each, choice, winner, loser: add(each.partner, `Goes ${choice}`, { Title: 'Seller' }) }
    }),
  )
  await settle()
  const merged = pairs.map((pair) => {
    const [own] = persons(pair.office, `Stays ${pair.choice}`)
    const [other] = persons(pair.office, `Goes ${pair.choice}`)
    expect(sales().merge('Contact', pair.winner, pair.loser)).toBe(true)
    return { ...pair, own, other }
  })
  await settle()
  for (const { loser, choice } of merged) {
    expect((await issueOf(desk.test, loser))?.choices?.map(({ id }) => id)).toEqual(['keep', 'take'])
    await decide(desk.test, loser, choice)
  }
  await settle()
  for (const { winner } of merged) update(sandboxes(), 'Contact', winner, { Title: 'Director' })
  await settle()
  for (const { office, choice, winner, own, other } of merged) {
    const number = (choice === 'keep' ? own : other)?.number
    expect(contact(winner)).toMatchObject({ BC_Number__c: number, BC_Sync_Status__c: 'Synced' })
    const titles = [own, other].map((row) => people(office).get(String(row?.id))?.jobTitle)
    expect(titles).toEqual(choice === 'keep' ? ['Director', 'Seller'] : ['Buyer', 'Director'])
    expect(contacts(`Goes ${choice}`)).toEqual([])
  }
  expect(await issues()).toEqual([])
})

it('the person of a contact that was merged into one without person is the winner’s', async () => {
  const { usa } = desk
  const winner = insert(sandboxes(), 'Contact', { LastName: 'No Account Yet' })
  const loser = add(usa.local, 'Has One')
  await settle()
  const [person] = persons(usa, 'Has One')
  update(sandboxes(), 'Contact', winner, { AccountId: usa.local.accountId })
  expect(sales().merge('Contact', winner, loser)).toBe(true)
  await settle()
  expect(people(usa).get(String(person?.id))).toMatchObject({ displayName: 'No Account Yet' })
  expect(contact(winner)).toMatchObject({ BC_Number__c: person?.number, BC_Sync_Status__c: 'Synced' })
  expect(persons(usa, 'No Account Yet')).toHaveLength(1)
  expect(await issues()).toEqual([])
})

it('a contact that two persons match waits for somebody to choose, and gets that one', async () => {
  const others: string[] = []
  for (const { office, partner } of everyone()) {
    const twins = ['One', 'Two'].map((name) => {
      const values = { type: 'Person', displayName: `Twin ${name}`, email: 'twins@people.example' }
      return people(office).insert({ ...values, number: `CT-TWIN-${name}`, companyNumber: above(office, partner) })
    })
    const id = add(partner, 'Twin', { FirstName: 'Rose', Email: 'twins@people.example' })
    // It is heard of before its persons are.
    await desk.hear({ system: 'salesforce', name: 'Contact' }, id)
    expect((await issueOf(desk.test, id))?.message).toMatch(/2 records match on email.*Twin One.*Twin Two/)
    // Nor does anybody guess who looks from the other side.
    for (const twin of twins) {
      await desk.hear({ system: 'business-central', name: 'contact' }, twin.id, office.books.company.id)
    }
    const issue = await issueOf(desk.test, id)
    expect(issue?.message).toMatch(/2 records match on email.*Twin One.*Twin Two/)
    expect(contact(id)).toMatchObject({ BC_Number__c: null, BC_Sync_Status__c: 'Needs Attention' })
    expect(issue?.choices?.map((each) => each.id)).toEqual(twins.map((row) => row.id))
    await decide(desk.test, id, String(twins[1]?.id))
    await settle()
    expect(contact(id)).toMatchObject({ BC_Number__c: 'CT-TWIN-Two', BC_Sync_Status__c: 'Synced' })
    expect(persons(office, 'Rose Twin')).toMatchObject([{ id: twins[1]?.id }])
    expect(persons(office, 'Twin One')).toHaveLength(1)
    others.push(String(twins[0]?.id))
  }
  // The other one would be a second contact of that address: people hear of it by and by, and nothing is made.
  await later(desk.test, 3600)
  for (const id of others) {
    expect((await issueOf(desk.test, id))?.message).toMatch(/matches on Email.*linked to the contact/)
  }
  expect(contacts('One')).toEqual([])
})
