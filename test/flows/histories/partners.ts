import type { Row } from '../../emulators/business-central/tables.ts'
import { linkKey } from '../../../bridge/src/engine/store.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { told } from './said.ts'
import type { World } from './world.ts'

export const account = { system: 'salesforce', name: 'Account' }
export const contact = { system: 'salesforce', name: 'Contact' }
export const customer = { system: 'business-central', name: 'customer' }
export const person = { system: 'business-central', name: 'contact' }

/** Accounts that are there. */
export const liveAccounts = ({ accounts, test }: World): string[] =>
  [...accounts.keys()].filter((id) => test.sandboxes.salesforce.records.get('Account', id) !== undefined)

/** Whether it is said of an account that another one of the same name has the customer that both match. */
export function saysWhoHasIts(world: World, id: string, says: string): boolean {
  const sameName = liveAccounts(world).filter(
    (each) => each !== id && world.accounts.get(each) === world.accounts.get(id),
  )
  const [, by] = /The customer .+ matches on .+?, but it is linked to the account (\w+) already\./.exec(says) ?? []
  return by !== undefined && sameName.includes(by)
}

/**
 * An account without a customer: a person wants it so, or another account of the same name has the customer that both match,
 * and this one says that the two seem to be the same.
 */
export const mayStandAlone = (world: World, id: string): boolean =>
  world.alone.has(id) || saysWhoHasIts(world, id, told(world.test.sandboxes.salesforce.records.get('Account', id)))

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

/** Takes something away as people do: whoever loses its contact, or its person, by it stays alone until that one is back. */
export async function bereave(world: World, work: () => boolean | undefined): Promise<boolean> {
  const before = await personsOf(world)
  if (work() === false) return false
  const { records } = world.test.sandboxes.salesforce
  for (const { id, books, row } of before) {
    if (!row) continue
    if (records.get('Contact', id) === undefined) world.bereft.set(row.id, id)
    else if (books.company.table('contacts').get(row.id) === undefined) world.bereft.set(id, row.id)
  }
  return true
}
