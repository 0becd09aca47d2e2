import type { Row } from '../../emulators/business-central/tables.ts'
import { linkKey } from '../../../bridge/src/engine/store.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import type { World } from './world.ts'

export const account = { system: 'salesforce', name: 'Account' }
export const contact = { system: 'salesforce', name: 'Contact' }
export const customer = { system: 'business-central', name: 'customer' }
export const person = { system: 'business-central', name: 'contact' }

/** Accounts that are there. */
export const liveAccounts = ({ accounts, test }: World): string[] =>
  [...accounts.keys()].filter((id) => test.sandboxes.salesforce.records.get('Account', id) !== undefined)

/** An account or contact with the record of Business Central that the bridge has linked with it. */
export interface Pair {
  readonly id: string
  readonly books: Bookkeeper
  /** Undefined when it is linked with a record that is gone. */
  readonly row: Row | undefined
}

async function pairs(
  { offices, test }: World,
  ids: readonly string[],
  [entity, partner, set]: readonly [typeof account, typeof customer, string],
): Promise<readonly Pair[]> {
  const found = await Promise.all(
    offices.map(async (books) => {
      const { company } = books
      const asked = ids.map((id) => ({ entity, id, partner }))
      const links = await test.system.store.links.find(company.id, asked)
      return asked.flatMap((each) => {
        const other = links.get(linkKey(each))
        return other === undefined ? [] : [{ id: each.id, books, row: company.table(set).get(other) }]
      })
    }),
  )
  return found.flat()
}

/** Live accounts that have a customer. */
export const customersOf = (world: World) => pairs(world, liveAccounts(world), [account, customer, 'customers'])

/** Live contacts that have a contact person. */
export const personsOf = (world: World) =>
  pairs(
    world,
    [...world.test.sandboxes.salesforce.records.all('Contact')].map(({ Id }) => Id),
    [contact, person, 'contacts'],
  )
