import { expect, it } from 'vitest'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import { order as orders } from '../../bridge/src/connectors/salesforce/entities.ts'
import type { Entity } from '../../bridge/src/engine/entity.ts'
import { journals } from '../support/journals.ts'
import { change, createAccount, createOrder, createRecord, draftOrder } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'

/** Documents that wait for a named person before they are written. */
const { test, books, there } = aBridge(async () => {
  await test.system.catalogue.announce()
  rule = String(
    org()
      .all('BC_Flow__c')
      .find((row) => row.BC_Key__c === 'order-to-sales-order')?.Id,
  )
  change(
    test.sandboxes,
    'BC_Flow__c',
    rule,
    large(`somebody@else.example, ${test.sandboxes.salesforce.username.toUpperCase()}`),
  )
  await test.system.catalogue.refresh()
  await test.settle()
  accountId = await createAccount(test.sandboxes, 'Approved Ltd.')
  abroad = await createAccount(test.sandboxes, 'Approved Abroad', {
    BC_Company__c: test.sandboxes.businessCentral.companies[1]?.name,
    BC_Currency_Code__c: 'EUR',
  })
  await test.settle()
})
let accountId: string
/** A customer in euro of the second company. */
let abroad: string
let rule: string

const org = () => test.sandboxes.salesforce.records
const order = (id: string) => org().get('Order', id)
const item = '1896-S'

/** Large orders wait for the person that tests work as. */
const large = (approvers: string) => ({
  BC_Approval_Rule__c: 'TotalAmount > 10000',
  BC_Approvers__c: approvers,
})

/** The bridge hears of one record, as by a change event, and works. */
async function hear(entity: Entity, id: string) {
  await test.system.sink.accept([{ entity, company: '', id, kind: 'updated', echo: false }])
  await test.system.worker.drain()
}

async function decide(action: 'Approve' | 'Reject', record: string, more: Record<string, unknown> = {}) {
  const id = createRecord(test.sandboxes, 'BC_Command__c', { BC_Action__c: action, BC_Record_Id__c: record, ...more })
  await hear(commands, id)
  const { BC_Status__c: status, BC_Message__c: message }: Record<string, unknown> = org().get('BC_Command__c', id) ?? {}
  return { status, message: String(message) }
}

async function sell(quantity: number) {
  const id = await createOrder(test.sandboxes, accountId, [{ item, quantity }])
  await hear(orders, id)
  return id
}

it('holds what the rule is true for, says so on the record, and writes it once it is approved', async () => {
  const small = await sell(1)
  expect(books.salesOrders(small)).toHaveLength(1)
  const id = await sell(11)
  expect(books.salesOrders(id)).toHaveLength(0)
  expect(order(id)).toMatchObject({ BC_Sync_Status__c: 'Waiting' })
  expect(order(id)?.BC_Sync_Message__c).toContain('Waits for approval by somebody@else.example or')

  // As it stands in a URL: 15 characters.
  expect(await decide('Approve', id.slice(0, 15))).toEqual({ status: 'Done', message: 'Approved: it goes on now.' })
  expect(books.salesOrders(id)).toHaveLength(1)
  expect(order(id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
  const trail = await test.system.store.audit.of('salesforce', id, 20)
  expect(trail.map(({ message }) => message)).toContain(`Approved by ${test.sandboxes.salesforce.username}.`)
  expect(await decide('Approve', id)).toMatchObject({ message: 'It is approved.' })
})

it('holds an order in euro of a second company, and what is approved is made there', async () => {
  const id = draftOrder(test.sandboxes, abroad, [{ item, quantity: 18 }])
  change(test.sandboxes, 'Order', id, { BC_Currency_Code__c: 'EUR' })
  change(test.sandboxes, 'Order', id, { Status: 'Activated' })
  await hear(orders, id)
  expect(order(id)).toMatchObject({ BC_Sync_Status__c: 'Waiting' })
  expect([...there.salesOrders(id), ...books.salesOrders(id)]).toEqual([])
  await decide('Reject', id, { BC_Parameters__c: 'The rate is bad' })
  expect(order(id)?.BC_Sync_Message__c).toContain('has rejected it: The rate is bad.')
  expect(there.salesOrders(id)).toEqual([])
  await decide('Approve', id)
  const [made, ...others] = there.salesOrders(id)
  expect(others).toEqual([])
  expect(made).toMatchObject({ currencyCode: 'EUR', customerId: there.customers('Approved Abroad')[0]?.id })
  const [sold] = org()
    .all('OrderItem')
    .filter((row) => row.OrderId === id)
  expect(Number(made?.totalAmountExcludingTax)).toBeCloseTo(18 * Number(sold?.UnitPrice), 2)
  expect(books.salesOrders(id)).toEqual([])
  expect(order(id)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
})

it('asks again when the document was changed after the approval', async () => {
  const id = await sell(12)
  await decide('Approve', id)
  expect(books.salesOrders(id)).toHaveLength(1)
  change(test.sandboxes, 'Order', id, { PoNumber: 'PO-2' })
  const line = org()
    .all('OrderItem')
    .find((row) => row.OrderId === id)
  change(test.sandboxes, 'OrderItem', String(line?.Id), { Quantity: 20 })
  await hear(orders, id)
  expect(order(id)?.BC_Sync_Message__c).toContain('again, since it was changed')
  const made = books.salesOrders(id)[0]
  expect(books.linesOf('salesOrderLines', made?.id ?? '').map((row) => String(row.quantity))).toEqual(['12'])
  await decide('Approve', id)
  expect(books.linesOf('salesOrderLines', made?.id ?? '').map((row) => String(row.quantity))).toEqual(['20'])
})

it('asks once about what was emptied', async () => {
  // Where prices may include the tax.
  const id = draftOrder(test.sandboxes, abroad, [{ item, quantity: 17 }])
  const filled = {
    ...{ BC_Requested_Delivery_Date__c: '2027-01-15', BC_Prices_Include_Tax__c: true, BC_Currency_Code__c: 'EUR' },
  }
  change(test.sandboxes, 'Order', id, filled)
  change(test.sandboxes, 'Order', id, { Status: 'Activated' })
  await hear(orders, id)
  await decide('Approve', id)
  const made = () => there.salesOrders(id)[0]
  expect(made()).toMatchObject({ requestedDeliveryDate: '2027-01-15', pricesIncludeTax: true })
  change(test.sandboxes, 'Order', id, { BC_Requested_Delivery_Date__c: null, BC_Prices_Include_Tax__c: false })
  await hear(orders, id)
  expect(order(id)?.BC_Sync_Message__c).toContain('again, since it was changed')
  await decide('Approve', id)
  expect(made()).toMatchObject({ requestedDeliveryDate: '0001-01-01', pricesIncludeTax: false })
  const since = journals(test)
  await hear(orders, id)
  expect(order(id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
  expect(since.writes('businessCentral')).toEqual([])
})

it('parks what is rejected with the reason, and lets it go when it is approved after all', async () => {
  const id = await sell(13)
  expect(await decide('Reject', id, { BC_Parameters__c: 'Too much for this customer' })).toMatchObject({
    status: 'Done',
  })
  expect(order(id)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
  expect(order(id)?.BC_Sync_Message__c).toContain('has rejected it: Too much for this customer.')
  expect(books.salesOrders(id)).toHaveLength(0)
  await decide('Approve', id)
  expect(books.salesOrders(id)).toHaveLength(1)
})

it('lets only the approvers decide, and nobody when there are none', async () => {
  change(test.sandboxes, 'BC_Flow__c', rule, large('boss@example.com'))
  await test.system.catalogue.refresh()
  const id = await sell(14)
  const refused = await decide('Approve', id)
  expect(refused.status).toBe('Failed')
  expect(refused.message).toContain('may not decide about it. Ask boss@example.com.')
  change(test.sandboxes, 'BC_Flow__c', rule, large(''))
  await test.system.catalogue.refresh()
  expect((await decide('Approve', id)).message).toContain('names no approver')
  expect(books.salesOrders(id)).toHaveLength(0)

  // A rule that is taken out lets go what it held.
  change(test.sandboxes, 'BC_Flow__c', rule, { BC_Approval_Rule__c: null })
  await hear(commands, createRecord(test.sandboxes, 'BC_Command__c', { BC_Action__c: 'Apply Settings' }))
  expect(books.salesOrders(id)).toHaveLength(1)
})

it('holds by what the lines say: their sum to the cent, their number, one of them', async () => {
  const approvers = { BC_Approvers__c: test.sandboxes.salesforce.username }
  const set = async (text: string) => {
    change(test.sandboxes, 'BC_Flow__c', rule, { BC_Approval_Rule__c: text, ...approvers })
    await test.system.catalogue.refresh()
    expect(org().get('BC_Flow__c', rule)?.BC_Problem__c ?? null).toBeNull()
  }
  const lines = [
    { item, quantity: 1 },
    { item, quantity: 2 },
  ]
  const sold = async () => {
    const id = await createOrder(test.sandboxes, accountId, lines)
    await hear(orders, id)
    return books.salesOrders(id).length === 1
  }
  const [first] = org().all('OrderItem')
  const price = String(first?.UnitPrice)
  // Three at the list price: what is exactly at the limit goes through, what is a cent above it waits.
  await set(`$sum(OrderItems.(Quantity * UnitPrice)) > 3 * ${price}`)
  expect(await sold()).toBe(true)
  await set(`$sum(OrderItems.(Quantity * UnitPrice)) > 3 * ${price} - 0.01`)
  expect(await sold()).toBe(false)
  await set('$count(OrderItems) > 2')
  expect(await sold()).toBe(true)
  await set('$count(OrderItems[Quantity >= 2]) > 0')
  expect(await sold()).toBe(false)
  await set('$count($filter(OrderItems, function($line) { $line.Quantity > 2 })) > 0')
  expect(await sold()).toBe(true)
})

it('asks again when who has approved it may no longer', async () => {
  change(test.sandboxes, 'BC_Flow__c', rule, large(test.sandboxes.salesforce.username))
  await test.system.catalogue.refresh()
  const id = await sell(16)
  const [asked] = await test.system.store.approvals.ofRecord(id)
  if (!asked) throw new Error('nothing was asked')
  const decision = { state: 'approved', by: 'left@example.com', reason: undefined, at: asked.at } as const
  await test.system.store.approvals.decide(asked, decision)
  await hear(orders, id)
  expect(books.salesOrders(id)).toHaveLength(0)
  expect(order(id)?.BC_Sync_Message__c).toContain('again: left@example.com may no longer.')
  await decide('Approve', id)
  expect(books.salesOrders(id)).toHaveLength(1)
  change(test.sandboxes, 'BC_Flow__c', rule, { BC_Approval_Rule__c: null })
  await test.system.catalogue.refresh()
})

it('refuses a rule that cannot be read, and goes on by the one it had', async () => {
  change(test.sandboxes, 'BC_Flow__c', rule, { BC_Approval_Rule__c: 'Nmae = 1' })
  await test.system.catalogue.refresh()
  expect(org().get('BC_Flow__c', rule)?.BC_Problem__c).toContain('approval.Nmae')
  expect(books.salesOrders(await sell(15))).toHaveLength(1)
})
