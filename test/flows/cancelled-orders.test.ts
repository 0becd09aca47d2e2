import { describe, expect, it } from 'vitest'
import { activate, deactivate, draft, remove, update } from './deals.ts'
import { aSeller } from './seller.ts'

/** An order is cancelled or deleted after its sales order was made, on either side. */
const seller = aSeller()
const { org, table, made, linesOf, told, release, reopen, two, synced, rework, writesWhile } = seller

describe('taken back', () => {
  it('an order that is a draft again keeps its sales order for a while, then it is deleted; activated again it is made anew', async () => {
    const { id } = await synced()
    const first = made(id)
    deactivate(seller.test.sandboxes, id)
    await seller.test.settle()
    expect(made(id)?.id).toBe(first?.id)
    expect(told(id)).toContain('is deleted 15 minutes later')
    await seller.test.advance(16 * 60)
    await seller.test.settle()
    expect(made(id)).toBeUndefined()
    expect(told(id)).toContain('was deleted')
    expect(org().get('Order', id)?.BC_Order_Status__c).toBe('Deleted')
    activate(seller.test.sandboxes, id)
    await seller.test.settle()
    expect(made(id)?.number).not.toBe(first?.number)
    expect(linesOf(id)).toEqual([
      ['1896-S', '1'],
      ['1900-S', '5'],
    ])
    expect(org().get('Order', id)).toMatchObject({ BC_Number__c: made(id)?.number, BC_Order_Status__c: 'Draft' })
  })

  it('an order that is deleted takes its sales order along; one that is released is parked until it is reopened', async () => {
    const { id } = await synced()
    const sales = made(id)
    release(id)
    deactivate(seller.test.sandboxes, id)
    remove(seller.test.sandboxes, 'Order', id)
    // The log of deletions ends before the present minute.
    await seller.test.advance(61)
    await seller.test.settle()
    expect(made(id)?.id).toBe(sales?.id)
    const [issue] = (await seller.test.system.store.issues.list(10)).filter((each) => each.record === id)
    expect(issue?.message).toContain(`Too late to take back the sales order ${String(sales?.number)}`)
    reopen(id)
    await seller.test.settle()
    expect(made(id)).toBeUndefined()
    expect((await seller.test.system.store.issues.list(10)).filter((each) => each.record === id)).toEqual([])
  })

  it('an order that was never activated leaves nothing behind', async () => {
    const { id } = draft(seller.test.sandboxes, seller.accountId, two)
    expect(
      await writesWhile(async () => {
        await seller.test.settle()
        remove(seller.test.sandboxes, 'Order', id)
      }),
    ).toEqual([])
  })
})

describe('deleted in Business Central', () => {
  it('is noticed by a look, told on the order, and never made again silently', async () => {
    const { id, lineIds } = await synced()
    const sales = made(id)
    await seller.test.settle()
    table('salesOrders').delete(sales?.id ?? '')
    await seller.test.advance(301)
    await seller.test.settle()
    expect(org().get('Order', id)).toMatchObject({ BC_Order_Status__c: 'Deleted', BC_Number__c: sales?.number })
    rework(id, () => update(seller.test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 3 }))
    await seller.test.settle()
    expect(made(id)).toBeUndefined()
    expect(told(id)).toContain('The sales order is no longer in Business Central.')
  })
})
