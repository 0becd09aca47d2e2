import { describe, expect, it } from 'vitest'
import { later } from '../support/later.ts'
import { activate, deactivate, draft, remove, update } from './deals.ts'
import { aSeller } from './seller.ts'

/** An order is cancelled or deleted after its sales order was made, on either side. */
const seller = aSeller()
const { test, buyers, org, table, made, linesOf, told, release, reopen, two, syncedByBoth, rework, writesWhile } =
  seller

describe('taken back', () => {
  it('an order that is a draft again keeps its sales order for a while, then it is deleted; activated again it is made anew', async () => {
    const sold = (await syncedByBoth()).map(({ id, books }) => ({ id, books, first: made(id, books) }))
    for (const { id } of sold) deactivate(test.sandboxes, id)
    await test.settle()
    for (const { id, books, first } of sold) {
      expect(made(id, books)?.id).toBe(first?.id)
      expect(told(id)).toContain('is deleted 15 minutes later')
    }
    await later(test, 16 * 60)
    for (const { id, books } of sold) {
      expect(made(id, books)).toBeUndefined()
      expect(told(id)).toContain('was deleted')
      expect(org().get('Order', id)?.BC_Order_Status__c).toBe('Deleted')
    }
    for (const { id } of sold) activate(test.sandboxes, id)
    await test.settle()
    for (const { id, books, first } of sold) {
      expect(made(id, books)?.number).not.toBe(first?.number)
      expect(made(id, books)?.currencyCode ?? '').toBe(first?.currencyCode ?? '')
      expect(linesOf(id, books)).toEqual([
        ['1896-S', '1'],
        ['1900-S', '5'],
      ])
      expect(org().get('Order', id)).toMatchObject({
        BC_Number__c: made(id, books)?.number,
        BC_Order_Status__c: 'Draft',
      })
    }
    expect(sold.map(({ first }) => first?.currencyCode ?? '')).toEqual(['', 'EUR'])
  })

  it('an order that is deleted takes its sales order along; one that is released is parked until it is reopened', async () => {
    const sold = (await syncedByBoth()).map(({ id, books }) => ({ id, books, sales: made(id, books) }))
    const issues = async (id: string) => (await test.system.store.issues.list(10)).filter(({ record }) => record === id)
    for (const { id, books } of sold) {
      release(id, books)
      deactivate(test.sandboxes, id)
      remove(test.sandboxes, 'Order', id)
    }
    // The log of deletions ends before the present minute.
    await test.advance(61)
    await test.settle()
    for (const { id, books, sales } of sold) {
      expect(made(id, books)?.id).toBe(sales?.id)
      const [issue] = await issues(id)
      expect(issue?.message).toContain(`Too late to take back the sales order ${String(sales?.number)}`)
      reopen(id, books)
    }
    await test.settle()
    for (const { id, books } of sold) {
      expect(made(id, books)).toBeUndefined()
      expect(await issues(id)).toEqual([])
    }
  })

  it('an order that was never activated leaves nothing behind', async () => {
    const drafts = buyers.map(({ accountId, says }) => draft(test.sandboxes, accountId, two, says).id)
    expect(
      await writesWhile(async () => {
        await test.settle()
        for (const id of drafts) remove(test.sandboxes, 'Order', id)
      }),
    ).toEqual([])
  })
})

describe('deleted in Business Central', () => {
  it('is noticed by a look, told on the order, and never made again silently', async () => {
    const sold = (await syncedByBoth()).map((each) => ({ ...each, sales: made(each.id, each.books) }))
    await test.settle()
    for (const { books, sales } of sold) table('salesOrders', books).delete(sales?.id ?? '')
    await test.advance(301)
    await test.settle()
    for (const { id, lineIds, sales } of sold) {
      expect(org().get('Order', id)).toMatchObject({ BC_Order_Status__c: 'Deleted', BC_Number__c: sales?.number })
      rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 3 }))
    }
    await test.settle()
    for (const { id, books } of sold) {
      expect(made(id, books)).toBeUndefined()
      expect(told(id)).toContain('The sales order is no longer in Business Central.')
    }
  })
})
