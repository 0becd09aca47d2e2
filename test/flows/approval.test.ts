import { beforeAll, describe, expect, it } from 'vitest'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import { order as orders } from '../../bridge/src/connectors/salesforce/entities.ts'
import { hear } from '../support/hear.ts'
import { journals } from '../support/journals.ts'
import { change, createRecord } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { order as sold } from './deals.ts'
import { aSeller } from './seller.ts'

/**
 * Documents that wait for a named person before they are written: those of a company for a customer in its own currency, and those
 * of another for one in euro. The rule counts in the currency of the document.
 */
const { test, org, made, linesOf, status, told, buyers, isMade, isNotMade } = aSeller()

const item = '1896-S'
const clerk = () => test.sandboxes.salesforce.username
const rule = (fields: Record<string, unknown>) => setFlow(test, 'order-to-sales-order', fields)
const problem = () =>
  org()
    .all('BC_Flow__c')
    .find((row) => row.BC_Key__c === 'order-to-sales-order')?.BC_Problem__c ?? null
/** Large orders wait for the person that tests work as. */
const large = (approvers: string) => rule({ BC_Approval_Rule__c: 'TotalAmount > 10000', BC_Approvers__c: approvers })

async function decide(action: 'Approve' | 'Reject', record: string, more: Record<string, unknown> = {}) {
  const id = createRecord(test.sandboxes, 'BC_Command__c', { BC_Action__c: action, BC_Record_Id__c: record, ...more })
  await hear(test, commands, id)
  const { BC_Status__c: status, BC_Message__c: message }: Record<string, unknown> = org().get('BC_Command__c', id) ?? {}
  return { status, message: String(message) }
}

describe.each(buyers)('an order $where', (buyer) => {
  const { books, says, currencyCode } = buyer
  const sell = async (quantity: number, fields: Record<string, unknown> = {}) => {
    const line = { item, quantity, fields: { UnitPrice: 1000.01 } }
    const { id } = sold(test.sandboxes, buyer.accountId, [line], { ...says, ...fields })
    await hear(test, orders, id)
    return id
  }

  beforeAll(async () => {
    await test.system.catalogue.announce()
    await large(`somebody@else.example, ${clerk().toUpperCase()}`)
  })

  it('is held when the rule is true for it, says so, and is written once it is approved', async () => {
    const small = await sell(9)
    isMade(small, buyer, '9000.09')
    const id = await sell(11)
    isNotMade(id)
    expect(status(id)).toBe('Waiting')
    expect(told(id)).toContain('Waits for approval by somebody@else.example or')

    // As it stands in a URL: 15 characters.
    expect(await decide('Approve', id.slice(0, 15))).toEqual({ status: 'Done', message: 'Approved: it goes on now.' })
    isMade(id, buyer, '11000.11')
    const trail = await test.system.store.audit.of('salesforce', id, 20)
    expect(trail.map(({ message }) => message)).toContain(`Approved by ${clerk()}.`)
    expect(await decide('Approve', id)).toMatchObject({ message: 'It is approved.' })
  })

  it('is asked about again when it was changed after the approval', async () => {
    const id = await sell(12)
    await decide('Approve', id)
    isMade(id, buyer, '12000.12')
    change(test.sandboxes, 'Order', id, { PoNumber: 'PO-2' })
    const line = org()
      .all('OrderItem')
      .find((row) => row.OrderId === id)
    change(test.sandboxes, 'OrderItem', String(line?.Id), { Quantity: 20 })
    await hear(test, orders, id)
    expect(told(id)).toContain('again, since it was changed')
    expect(linesOf(id, books)).toEqual([[item, '12']])
    await decide('Approve', id)
    expect(linesOf(id, books)).toEqual([[item, '20']])
    isMade(id, buyer, '20000.20')
  })

  it('is asked about once when something was emptied', async () => {
    // Prices may include the tax where that is VAT.
    const BC_Prices_Include_Tax__c = currencyCode === 'EUR'
    const id = await sell(17, { BC_Requested_Delivery_Date__c: '2027-01-15', BC_Prices_Include_Tax__c })
    await decide('Approve', id)
    expect(made(id, books)).toMatchObject({ requestedDeliveryDate: '2027-01-15' })
    expect(made(id, books)?.pricesIncludeTax ?? false).toBe(BC_Prices_Include_Tax__c)
    change(test.sandboxes, 'Order', id, { BC_Requested_Delivery_Date__c: null, BC_Prices_Include_Tax__c: false })
    await hear(test, orders, id)
    expect(told(id)).toContain('again, since it was changed')
    await decide('Approve', id)
    expect(made(id, books)).toMatchObject({ requestedDeliveryDate: '0001-01-01' })
    expect(made(id, books)?.pricesIncludeTax ?? false).toBe(false)
    const since = journals(test)
    await hear(test, orders, id)
    isMade(id, buyer, '17000.17')
    expect(since.writes('businessCentral')).toEqual([])
  })

  it('is parked when it is rejected, with the reason, and goes when it is approved after all', async () => {
    const id = await sell(13)
    expect(await decide('Reject', id, { BC_Parameters__c: 'The rate is bad' })).toMatchObject({ status: 'Done' })
    expect(status(id)).toBe('Needs Attention')
    expect(told(id)).toContain('has rejected it: The rate is bad.')
    isNotMade(id)
    await decide('Approve', id)
    isMade(id, buyer, '13000.13')
  })

  it('is decided about by the approvers only, and by nobody when there are none', async () => {
    await large('boss@example.com')
    const id = await sell(14)
    const refused = await decide('Approve', id)
    expect(refused.status).toBe('Failed')
    expect(refused.message).toContain('may not decide about it. Ask boss@example.com.')
    await large('')
    expect((await decide('Approve', id)).message).toContain('names no approver')
    isNotMade(id)

    // A rule that is taken out lets go what it held.
    await rule({ BC_Approval_Rule__c: null })
    await hear(test, commands, createRecord(test.sandboxes, 'BC_Command__c', { BC_Action__c: 'Apply Settings' }))
    isMade(id, buyer, '14000.14')
  })

  it('is held by what its lines say: their sum to the cent, their number, one of them', async () => {
    const set = async (text: string) => {
      await rule({ BC_Approval_Rule__c: text, BC_Approvers__c: clerk() })
      expect(problem()).toBeNull()
    }
    const lines = [1, 2].map((quantity) => ({ item, quantity, fields: { UnitPrice: 33.33 } }))
    const goes = async () => {
      const { id } = sold(test.sandboxes, buyer.accountId, lines, says)
      await hear(test, orders, id)
      if (made(id, books)) return true
      isNotMade(id)
      return false
    }
    // What is exactly at the limit goes through, what is a cent above it waits.
    await set('$sum(OrderItems.(Quantity * UnitPrice)) > 99.99')
    expect(await goes()).toBe(true)
    await set('$sum(OrderItems.(Quantity * UnitPrice)) > 99.98')
    expect(await goes()).toBe(false)
    await set('$count(OrderItems) > 2')
    expect(await goes()).toBe(true)
    await set('$count(OrderItems[Quantity >= 2]) > 0')
    expect(await goes()).toBe(false)
    await set('$count($filter(OrderItems, function($line) { $line.Quantity > 2 })) > 0')
    expect(await goes()).toBe(true)
  })

  it('is asked about again when who has approved it may no longer', async () => {
    await large(clerk())
    const id = await sell(16)
    const [asked] = await test.system.store.approvals.ofRecord(id)
    if (!asked) throw new Error('nothing was asked')
    const decision = { state: 'approved', by: 'left@example.com', reason: undefined, at: asked.at } as const
    await test.system.store.approvals.decide(asked, decision)
    await hear(test, orders, id)
    isNotMade(id)
    expect(told(id)).toContain('again: left@example.com may no longer.')
    await decide('Approve', id)
    isMade(id, buyer, '16000.16')
  })

  it('goes on by the rule that was there when the new one cannot be read', async () => {
    await rule({ BC_Approval_Rule__c: null })
    await rule({ BC_Approval_Rule__c: 'Nmae = 1' })
    expect(problem()).toMatch(/Approval Rule: .* no field Nmae/)
    isMade(await sell(15), buyer, '15000.15')
  })
})
