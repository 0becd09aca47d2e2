import { expect, it } from 'vitest'
import { later } from '../support/later.ts'
import { activate, deactivate, draft, update } from './deals.ts'
import { aDesk } from './desk.ts'
import type { Office } from './histories/offices.ts'
import { money } from './shown-money.ts'

/** An order is taken back to a draft, given to another account, and activated again. */
const desk = aDesk()
const org = () => desk.org()
const sandboxes = () => desk.test.sandboxes
const shown = (id: string): Record<string, unknown> => org().get('Order', id) ?? {}
const salesOrders = ({ books }: Office, orderId: string) =>
  books.company.table('salesOrders').filter((row) => String(row.externalDocumentNumber).endsWith(orderId.toUpperCase()))
const line = { item: '1896-S', quantity: 3, fields: { UnitPrice: 33.33 } }
const sold = (accountId: string) => {
  const { id } = draft(sandboxes(), accountId, [line])
  activate(sandboxes(), id)
  return id
}
const giveTo = (id: string, accountId: string) => {
  deactivate(sandboxes(), id)
  update(sandboxes(), 'Order', id, { AccountId: accountId })
  activate(sandboxes(), id)
}

it('another customer of the same company gets the sales order, once it is said that its prices are in that one’s currency', async () => {
  const orders = desk.offices.map((office) => ({ office, id: sold(office.local.accountId) }))
  await desk.test.settle()
  const before = orders.map(({ office, id }) => {
    const [made, ...others] = salesOrders(office, id)
    expect(others).toEqual([])
    expect(made).toMatchObject({ customerId: office.local.id })
    return made?.id
  })
  for (const { office, id } of orders) giveTo(id, office.foreign.accountId)
  await desk.test.settle()
  for (const { office, id } of orders) {
    expect(salesOrders(office, id)).toMatchObject([{ customerId: office.local.id }])
    expect(money(salesOrders(office, id)[0]?.totalAmountExcludingTax)).toBe('99.99')
    expect(shown(id).BC_Sync_Message__c).toMatch(/is billed in EUR, and nothing says in which currency the prices are/)
    update(sandboxes(), 'Order', id, { BC_Currency_Code__c: 'EUR' })
  }
  await desk.test.settle()
  for (const [index, { office, id }] of orders.entries()) {
    const [made, ...others] = salesOrders(office, id)
    expect(others).toEqual([])
    expect(made).toMatchObject({ id: before[index], customerId: office.foreign.id })
    expect(money(made?.totalAmountExcludingTax)).toBe('99.99')
    expect([office.name, made?.currencyCode]).toEqual([office.name, 'EUR'])
    expect(shown(id)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
  }
})

it('a customer of another company: it stays where it is, says so, and goes there once it was taken back here', async () => {
  const [here, there] = desk.offices
  const id = sold(here.local.accountId)
  await desk.test.settle()
  const number = String(salesOrders(here, id)[0]?.number)
  update(sandboxes(), 'Order', id, { BC_Currency_Code__c: 'EUR' })
  giveTo(id, there.foreign.accountId)
  await desk.test.settle()
  expect(salesOrders(there, id)).toEqual([])
  expect(salesOrders(here, id)).toMatchObject([{ number, customerId: here.local.id }])
  expect(shown(id)).toMatchObject({ BC_Number__c: number, BC_Sync_Status__c: 'Needs Attention' })
  expect(shown(id).BC_Sync_Message__c).toContain(`It is the sales order ${number} in ${here.name} already`)

  deactivate(sandboxes(), id)
  await desk.test.settle()
  await later(desk.test, 16 * 60)
  expect(salesOrders(here, id)).toEqual([])
  activate(sandboxes(), id)
  await desk.test.settle()
  const [made, ...others] = salesOrders(there, id)
  expect(others).toEqual([])
  expect(made).toMatchObject({ customerId: there.foreign.id, currencyCode: 'EUR' })
  expect(money(made?.totalAmountExcludingTax)).toBe('99.99')
  expect(shown(id)).toMatchObject({
    BC_Number__c: made?.number,
    BC_Key__c: `${there.books.company.id}:${String(made?.id)}`,
    BC_Sync_Status__c: 'Synced',
  })
})
