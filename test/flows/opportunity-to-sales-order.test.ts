import { describe, expect, it } from 'vitest'
import type { Books } from '../support/books.ts'
import { journals } from '../support/journals.ts'
import { createAccount } from '../support/sell.ts'
import { activate, addDealLine, deal, draft, order, update, win } from './deals.ts'
import { aSeller } from './seller.ts'

/** A won opportunity and its order are one deal and make one sales order, in whatever order they come. */
const seller = aSeller()
const { test, books, there, org, table } = seller
const lines = [{ item: '1896-S', quantity: 2 }]
const all = (of?: Books) => table('salesOrders', of).all()
const opportunity = (id: string) => org().get('Opportunity', id)
const told = (id: string) => String(opportunity(id)?.BC_Sync_Message__c)
const makes = async (work: () => void | Promise<void>, of?: Books) => {
  const before = new Set(all(of).map((row) => row.id))
  await work()
  await test.settle()
  return all(of).filter((row) => !before.has(row.id))
}
const itemLines = (id: string | undefined) =>
  books
    .linesOf('salesOrderLines', id ?? '')
    .filter((line) => line.lineType === 'Item')
    .map((line) => [line.lineObjectNumber, String(line.quantity)])

describe('a deal that is won', () => {
  it('becomes a sales order with its products, whose number and progress come back', async () => {
    const { id } = deal(test.sandboxes, seller.accountId, [
      { item: '1896-S', quantity: 2, fields: { Discount: 10 } },
      { item: '1900-S', quantity: 3, fields: { Description: 'in blue' } },
    ])
    expect(await makes(() => undefined)).toEqual([])
    const [made, ...others] = await makes(() => void win(test.sandboxes, id))
    expect(others).toEqual([])
    expect(made).toMatchObject({ externalDocumentNumber: `OPP/${id.toUpperCase()}`, orderDate: '2026-11-20' })
    const [first, second] = books.linesOf('salesOrderLines', made?.id ?? '')
    expect([String(first?.discountPercent), second?.description]).toEqual(['10', 'in blue'])
    expect(opportunity(id)).toMatchObject({
      BC_Number__c: made?.number,
      BC_Document_Type__c: 'Sales Order',
      BC_Document_Status__c: 'Draft',
      BC_Sync_Status__c: 'Synced',
    })
    await books.shipAndInvoice(made?.id ?? '')
    await test.settle()
    expect(opportunity(id)).toMatchObject({ BC_Number__c: made?.number, BC_Document_Status__c: 'Invoiced' })
    expect(Number(opportunity(id)?.BC_Invoiced_Percent__c)).toBe(100)
  })

  it('without products or without account waits for somebody to add them', async () => {
    const empty = deal(test.sandboxes, seller.accountId, [])
    const nobody = deal(test.sandboxes, seller.accountId, lines, { AccountId: null })
    const made = await makes(() => {
      win(test.sandboxes, empty.id)
      win(test.sandboxes, nobody.id)
    })
    expect(made).toEqual([])
    expect(told(empty.id)).toContain('The opportunity has no products. Add what was sold.')
    expect(told(nobody.id)).toContain('The opportunity has no account.')
    expect(
      await makes(() => {
        addDealLine(test.sandboxes, empty.id, { item: '1896-S', quantity: 1 })
        update(test.sandboxes, 'Opportunity', nobody.id, { AccountId: seller.accountId })
      }),
    ).toHaveLength(2)
    expect([opportunity(empty.id)?.BC_Sync_Status__c, opportunity(nobody.id)?.BC_Sync_Status__c]).toEqual([
      'Synced',
      'Synced',
    ])
  })

  it('is changed while its sales order is open, and taken back when it is not won after all', async () => {
    const { id, lineIds } = deal(test.sandboxes, seller.accountId, lines)
    const [made] = await makes(() => void win(test.sandboxes, id))
    await makes(() => {
      update(test.sandboxes, 'OpportunityLineItem', String(lineIds[0]), { Quantity: 5 })
      addDealLine(test.sandboxes, id, { item: '1906-S', quantity: 1 })
    })
    expect(itemLines(made?.id)).toEqual([
      ['1896-S', '5'],
      ['1906-S', '1'],
    ])
    update(test.sandboxes, 'Opportunity', id, { StageName: 'Negotiation/Review' })
    await test.settle()
    expect(all().some((row) => row.id === made?.id)).toBe(true)
    await test.advance(16 * 60)
    await test.settle()
    expect(all().some((row) => row.id === made?.id)).toBe(false)
    expect(opportunity(id)?.BC_Document_Status__c).toBe('Deleted')
  })

  it('goes to the company of its account, in the foreign currency it names', async () => {
    const name = test.sandboxes.businessCentral.companies[1]?.name
    const abroad = await createAccount(test.sandboxes, 'Abroad Ltd.', { BC_Company__c: name })
    const code = String(table('currencies', there).all()[0]?.code)
    const { id } = deal(test.sandboxes, abroad, [{ item: '1936-S', quantity: 3, fields: { UnitPrice: 33.33 } }], {
      BC_Currency_Code__c: code,
    })
    const [made] = await makes(() => void win(test.sandboxes, id), there)
    expect(made).toMatchObject({ currencyCode: code })
    expect(String(made?.totalAmountExcludingTax)).toBe('99.99')
    expect(opportunity(id)?.BC_Number__c).toBe(made?.number)
  })
})

describe('a deal and its order make one sales order', () => {
  const pair = () => {
    const opp = deal(test.sandboxes, seller.accountId, lines)
    const ord = draft(test.sandboxes, seller.accountId, [{ item: '1896-S', quantity: 3 }], { OpportunityId: opp.id })
    return { deal: opp.id, order: ord.id }
  }
  const oneFor = (
    made: readonly { readonly id: string; readonly number?: unknown }[],
    ids: ReturnType<typeof pair>,
  ) => {
    expect(made).toHaveLength(1)
    expect(org().get('Order', ids.order)).toMatchObject({ BC_Number__c: made[0]?.number, BC_Sync_Status__c: 'Synced' })
    expect(opportunity(ids.deal)).toMatchObject({ BC_Number__c: made[0]?.number, BC_Document_Type__c: 'Sales Order' })
    // The order says what is delivered.
    expect(itemLines(made[0]?.id)).toEqual([['1896-S', '3']])
  }

  it('when the deal is won first', async () => {
    const ids = pair()
    const first = await makes(() => void win(test.sandboxes, ids.deal))
    expect(first).toHaveLength(1)
    expect(await makes(() => void activate(test.sandboxes, ids.order))).toEqual([])
    oneFor(first, ids)
    // From now on the order leads: the deal writes no more.
    const since = journals(test)
    update(test.sandboxes, 'Opportunity', ids.deal, { Description: 'said later' })
    await test.settle()
    expect(since.writes('businessCentral')).toEqual([])
  })

  it('when the order is activated first', async () => {
    const ids = pair()
    const first = await makes(() => void activate(test.sandboxes, ids.order))
    expect(await makes(() => void win(test.sandboxes, ids.deal))).toEqual([])
    oneFor(first, ids)
  })

  it('when both come at once', async () => {
    for (let round = 0; round < 3; round++) {
      const ids = pair()
      const made = await makes(() => {
        win(test.sandboxes, ids.deal)
        activate(test.sandboxes, ids.order)
      })
      oneFor(made, ids)
    }
  })

  it('when the answer to the create is lost, whoever sent it', async () => {
    const ids = pair()
    test.sandboxes.businessCentral.faults.arm({ kind: 'write-done-but-504', match: 'POST .*/salesOrders', times: 1 })
    const made = await makes(async () => {
      win(test.sandboxes, ids.deal)
      activate(test.sandboxes, ids.order)
      await test.settle()
      await test.advance(60)
      await test.settle()
      await test.advance(60)
    })
    oneFor(made, ids)
  })

  it('while a second order of the same deal is a document of its own', async () => {
    const ids = pair()
    const first = await makes(() => void activate(test.sandboxes, ids.order))
    const second = await makes(
      () =>
        void order(test.sandboxes, seller.accountId, [{ item: '1900-S', quantity: 1 }], { OpportunityId: ids.deal }),
    )
    expect([first.length, second.length]).toEqual([1, 1])
    expect(await makes(() => void win(test.sandboxes, ids.deal))).toEqual([])
    expect(opportunity(ids.deal)?.BC_Number__c).toBe(first[0]?.number)
    expect(await test.system.store.issues.list(50)).toEqual([])
  })
})

it('writes nothing when everything runs once more', async () => {
  const since = journals(test)
  const keys = (flow: string, ids: readonly string[]) =>
    ids.map((record) => ({ flow, company: books.companyId, record }))
  await test.system.store.jobs.put([
    ...keys(
      'opportunity-to-sales-order',
      org()
        .all('Opportunity')
        .map(({ Id }) => Id),
    ),
    ...keys(
      'order-to-sales-order',
      org()
        .all('Order')
        .map(({ Id }) => Id),
    ),
    ...keys(
      'sales-order-to-opportunity',
      all().map(({ id }) => id),
    ),
  ])
  await test.settle()
  expect(since.writes()).toEqual([])
})
