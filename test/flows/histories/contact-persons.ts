import type { Row } from '../../emulators/business-central/tables.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { choose, on, type Doing } from './deed.ts'
import { bereave, liveAccounts } from './partners.ts'
import { salespeople } from './salespeople.ts'
import type { World } from './world.ts'

const salesOf = ({ test }: World) => salespeople(test.sandboxes.salesforce)

/** The persons below customers that salespeople know. */
function persons(world: World): { readonly books: Bookkeeper; readonly row: Row }[] {
  const names = new Set(world.accounts.values())
  return world.offices.flatMap((books) =>
    books.company
      .table('contacts')
      .filter((row) => row.type === 'Person' && names.has(String(standsFor(books, row)?.displayName)))
      .map((row) => ({ books, row })),
  )
}

const standsFor = ({ company }: Bookkeeper, { companyNumber }: Row): Row | undefined =>
  company.table('contacts').find((row) => row.number === companyNumber)

/** People at customers, in both systems. */
export const contactPersons = {
  newContact(world, { pick, other }) {
    const AccountId = choose(liveAccounts(world), pick)
    if (AccountId === undefined) return false
    const number = world.contacts.size + 1
    const Email = other % 4 === 0 ? undefined : `contact${number}@people.example`
    const id = salesOf(world).insert('Contact', { AccountId, FirstName: 'Ann', LastName: `Person ${number}`, Email })
    return on(id, (made) => void world.contacts.add(made))
  },
  editContact(world, { pick, other, amount }) {
    const id = choose([...world.contacts], pick)
    if (id === undefined) return false
    const edits = [{ Title: `Buyer ${amount}` }, { Phone: `555-01${amount + 10}` }, { FirstName: `Ann ${amount}` }]
    return salesOf(world).update('Contact', id, choose<Record<string, unknown>>(edits, other) ?? {})
  },
  async deleteContact(world, { pick }) {
    const id = choose([...world.contacts], pick)
    return id !== undefined && (await bereave(world, () => salesOf(world).remove('Contact', id)))
  },
  restoreContact: (world, { pick }) =>
    on(choose([...world.contacts], pick), (id) => salesOf(world).restore('Contact', id)),
  newPerson(world, { pick, other, amount }) {
    const books = choose(world.offices, other)
    const names = new Set(world.accounts.values())
    const companies = books?.company
      .table('contacts')
      .filter((row) => row.type === 'Company' && names.has(String(row.displayName)))
    const above = choose(companies ?? [], pick)
    if (!above || !books) return false
    const count = ++world.born
    books.make('contacts', {
      type: 'Person',
      displayName: `Jan Born ${count}`,
      companyNumber: above.number,
      email: `born${count}@people.example`,
      jobTitle: `Clerk ${amount}`,
    })
    return true
  },
  editPerson(world, { pick, other, amount }) {
    const found = choose(persons(world), pick)
    const edits = [{ jobTitle: `Clerk ${amount}` }, { phoneNumber: `555-02${amount + 10}` }]
    return on(found, ({ books, row }) => {
      books.edit('contacts', row.id, choose<Record<string, unknown>>(edits, other) ?? {})
    })
  },
  async deletePerson(world, { pick }) {
    const found = choose(persons(world), pick)
    if (!found) return false
    const { books, row } = found
    return await bereave(world, () => {
      books.remove('contacts', row.id)
    })
  },
} satisfies Record<string, Doing>
