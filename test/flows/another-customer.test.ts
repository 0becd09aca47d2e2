import { describe, expect, it } from 'vitest'
import type { Row } from '../emulators/business-central/tables.ts'
import { decide } from '../support/issues.ts'
import { later } from '../support/later.ts'
import { aBridge } from './a-bridge.ts'
import { insert, order } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { salespeople } from './histories/salespeople.ts'
import { markets, openAccount } from './markets.ts'
import { money } from './shown-money.ts'

/**
 * The customer of an account is another one from now on, or none: what hangs on the account follows, without being touched; in two
 * companies, in the second one for customers in euro.
 */
const { test } = aBridge()

/** Deletions are told by the minute. */
const heard = () => later(test, 75)
const org = () => test.sandboxes.salesforce.records
async function decided(record: string, choice: string) {
  await decide(test, record, choice)
  await heard()
}

describe.each(markets)('an account $where', (market) => {
  const { at, says, currencyCode } = market
  const books = () =>
    bookkeeper(test.sandboxes.businessCentral.company(test.sandboxes.businessCentral.companies[at]?.id ?? ''))
  const table = (name: string) => books().company.table(name)
  function the(set: string, which: (row: Row) => boolean, what: string): Row {
    const [only, ...others] = table(set).filter(which)
    if (!only || others.length > 0) throw new Error(`${what}: there are ${only ? 1 + others.length : 'none'}.`)
    return only
  }
  const customer = (name: string) => the('customers', (row) => row.displayName === name, `customer ${name}`)
  /** The number of the contact that stands for the customer. */
  const companyOf = ({ id, displayName }: Row) =>
    the('contacts', (row) => row._partyId === id, `company contact of ${String(displayName)}`).number
  const person = (name: string) => the('contacts', (row) => row.displayName === name, `contact ${name}`)
  const salesOrder = (orderId: string) =>
    the('salesOrders', (row) => String(row.externalDocumentNumber).endsWith(orderId.toUpperCase()), 'sales order')

  async function accountWithContact(name: string, lastName: string) {
    const id = await openAccount(test.sandboxes, market, name)
    const contactId = insert(test.sandboxes, 'Contact', { AccountId: id, FirstName: 'Lee', LastName: lastName })
    await test.settle()
    expect(person(`Lee ${lastName}`).companyNumber).toBe(companyOf(customer(name)))
    return { id, contactId }
  }

  it('a new customer in place of one that was deleted has the contact persons', async () => {
    const { id } = await accountWithContact('Phoenix Ltd.', 'Renewed')
    const before = companyOf(customer('Phoenix Ltd.'))
    books().remove('customers', customer('Phoenix Ltd.').id)
    await heard()
    await decided(id, 'recreate')
    expect(companyOf(customer('Phoenix Ltd.'))).not.toBe(before)
    expect(person('Lee Renewed').companyNumber).toBe(companyOf(customer('Phoenix Ltd.')))
  })

  it('without a customer from now on, the contacts say so', async () => {
    const { id, contactId } = await accountWithContact('Ended Ltd.', 'Orphaned')
    books().remove('customers', customer('Ended Ltd.').id)
    await heard()
    await decided(id, 'uncouple')
    expect(org().get('Contact', contactId)).toMatchObject({ BC_Sync_Status__c: 'Waiting' })
  })

  it('the customer of the account that was merged into it has its contact persons and the open sales orders of both', async () => {
    const { id: winner } = await accountWithContact('Winner Ltd.', 'Winning')
    const { id: loser } = await accountWithContact('Loser Ltd.', 'Losing')
    const line = { item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }
    const orders = [winner, loser].map((id) => order(test.sandboxes, id, [line], says).id)
    await test.settle()
    const stays = customer('Loser Ltd.')
    salespeople(test.sandboxes.salesforce).merge('Account', winner, loser)
    await heard()
    await decided(loser, 'take')
    for (const made of orders.map(salesOrder)) {
      expect(made.customerId).toBe(stays.id)
      expect([made.currencyCode ?? '', money(made.totalAmountExcludingTax)]).toEqual([
        stays.currencyCode ?? '',
        '66.66',
      ])
    }
    expect(stays.currencyCode ?? '').toBe(currencyCode)
    const company = companyOf(stays)
    expect(['Lee Winning', 'Lee Losing'].map((name) => person(name).companyNumber)).toEqual([company, company])
  })
})
