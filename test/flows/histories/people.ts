import type { Row } from '../../emulators/business-central/tables.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { personsOf, type Pair } from './partners.ts'
import { text, told } from './said.ts'
import type { World } from './world.ts'

/** The contact of type Company that stands for a customer: persons hang below it. */
const companyContactOf = ({ company }: Bookkeeper, customer: string): Row | undefined =>
  company.table('contacts').find((row) => row._partyId === customer)

/** Whether one stays alone because a person has deleted its partner, which has not come back. */
function isBereft({ bereft, test }: World, id: string): boolean {
  const partner = bereft.get(id)
  return partner !== undefined && test.sandboxes.salesforce.records.get('Contact', partner) === undefined
}

const accountOf = ({ test }: World, { AccountId }: Readonly<Record<string, unknown>>) =>
  test.sandboxes.salesforce.records.get('Account', text(AccountId))

/** What a contact and its person do not agree upon. */
function differences(world: World, { id, books, row: person }: Pair, above: Pair | undefined): string[] {
  const contact = world.test.sandboxes.salesforce.records.get('Contact', id)
  if (!contact) return []
  // That its person was deleted is looked into when the account has a customer again: it waits for that first.
  const waits = !above?.row && told(contact).includes(` Waits for the account ${text(accountOf(world, contact)?.Name)}`)
  if (!person && waits) return []
  if (!person) return [`contact ${text(contact.LastName)} is linked with a person that is gone (${told(contact)})`]
  const name = [contact.FirstName, contact.LastName]
    .filter((part) => part !== null)
    .map(text)
    .join(' ')
  // Neither follows the other while the account stands alone: whether it may is asked elsewhere.
  if (!above?.row) return []
  const company = companyContactOf(above.books, above.row.id)
  const is = [person.displayName, person.jobTitle, person.email, person.phoneNumber, person.number]
  const should = [name, contact.Title, contact.Email, contact.Phone, contact.BC_Number__c]
  const [here, there] = [
    [...is, books.company.name, person.companyNumber].map(text).join('; '),
    [...should, above.books.company.name, company?.number].map(text).join('; '),
  ]
  return here === there ? [] : [`person "${here}", should hang below and read "${there}" (${told(contact)})`]
}

/** Contacts without a person, and persons without a contact, whose account and customer belong together. */
function lonely(world: World, customers: readonly Pair[], pairs: readonly Pair[]): string[] {
  const { records } = world.test.sandboxes.salesforce
  const wrong: string[] = []
  const contacts = new Set(pairs.map(({ id }) => id))
  for (const id of world.contacts) {
    const contact = records.get('Contact', id)
    const above = customers.find((pair) => pair.id === contact?.AccountId)
    if (!contact || !above?.row || contacts.has(id) || isBereft(world, id)) continue
    wrong.push(`contact ${text(contact.LastName)} of ${text(above.row.displayName)} has no person (${told(contact)})`)
  }
  const persons = new Set(pairs.map(({ row }) => row?.id))
  for (const { books, row: customer } of customers) {
    const company = customer && companyContactOf(books, customer.id)
    if (!company) continue
    const below = books.company
      .table('contacts')
      .filter((row) => row.type === 'Person' && row.companyNumber === company.number)
    for (const person of below) {
      if (persons.has(person.id) || isBereft(world, person.id)) continue
      wrong.push(`person ${text(person.displayName)} of ${text(customer.displayName)} has no contact`)
    }
  }
  return wrong
}

/** No e-mail address is twice on a side. */
function twice({ offices, test }: World): string[] {
  const emails = [
    ...offices.flatMap(({ company }) =>
      company
        .table('contacts')
        .all()
        .map(({ email }) => `person ${text(email)}`),
    ),
    ...test.sandboxes.salesforce.records.all('Contact').map(({ Email }) => `contact ${text(Email)}`),
  ].filter((each) => each.endsWith('@people.example'))
  return [...Map.groupBy(emails, (each) => each)].flatMap(([email, { length }]) =>
    length > 1 ? [`${length} times ${email}`] : [],
  )
}

/** Every way in which contacts and persons do not belong together. */
export async function people(world: World, customers: readonly Pair[]): Promise<readonly string[]> {
  const { records } = world.test.sandboxes.salesforce
  const pairs = await personsOf(world)
  const above = ({ id }: Pair) => customers.find((pair) => pair.id === records.get('Contact', id)?.AccountId)
  return [
    ...pairs.flatMap((pair) => differences(world, pair, above(pair))),
    ...lonely(world, customers, pairs),
    ...twice(world),
  ]
}
