import type { Row } from '../../emulators/business-central/tables.ts'
import { change, createAccount } from '../../support/sell.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { choose, type Deed, type Doing } from './deed.ts'
import { text, told } from './said.ts'
import type { World } from './world.ts'

interface Made {
  /** The account that we buy from. */
  readonly account: string
  readonly books: Bookkeeper
  readonly row: Row
}

const vendorsOf = ({ company }: Bookkeeper, name: string): readonly Row[] =>
  company.table('vendors').filter(({ displayName }) => displayName === name)

function vendorOf(world: World, { pick }: Deed): Made | undefined {
  const made = [...world.vendors].flatMap(([account, name]) =>
    world.offices.flatMap((books) => vendorsOf(books, name).map((row): Made => ({ account, books, row }))),
  )
  return choose(made, pick)
}

/** Whom the companies buy from. */
export const vendors = {
  async newVendor(world, { other, amount }) {
    const company = choose(world.offices, other)?.company.name ?? ''
    const name = `Supplier ${world.vendors.size + 1} of ${company}`
    const fields = { Type: 'Supplier', BC_Company__c: company, BillingCity: `Town ${amount}` }
    world.vendors.set(await createAccount(world.test.sandboxes, name, fields), name)
    return true
  },
  /** Salespeople and finance move it to two towns before either hears of the other; finance renumbers it, too. */
  editVendorBoth(world, deed) {
    const found = vendorOf(world, deed)
    if (!found) return false
    const { account, books, row } = found
    const { amount, pick, other } = deed
    change(world.test.sandboxes, 'Account', account, { BillingCity: `Town ${pick}` })
    books.edit('vendors', row.id, {
      city: `Village ${amount}`,
      ...(other % 3 === 0 && { number: `V${row.id.slice(0, 8)}-${amount}` }),
    })
    return true
  },
  editVendor(world, deed) {
    const found = vendorOf(world, deed)
    if (!found) return false
    found.books.edit('vendors', found.row.id, { city: `Village ${deed.amount}` })
    return true
  },
} satisfies Record<string, Doing>

/** Every way in which accounts that we buy from and vendors do not say the same: what the account owns is put back. */
export function suppliers(world: World): string[] {
  const { records } = world.test.sandboxes.salesforce
  return [...world.vendors].flatMap(([id, name]) => {
    const account: Readonly<Record<string, unknown>> | undefined = records.get('Account', id)
    const made = world.offices.flatMap((books) => vendorsOf(books, name).map((row) => ({ books, row })))
    const [is, should] = [
      made.map(({ books, row }) => [row.city, row.number, books.company.name].map(text).join('; ')).join(' and '),
      [account?.BillingCity, account?.BC_Vendor_Number__c, account?.BC_Company__c].map(text).join('; '),
    ]
    return is === should ? [] : [`vendor ${name} reads "${is}", should read "${should}" (${told(account)})`]
  })
}
