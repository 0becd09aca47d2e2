import { beforeAll, describe, expect, it } from 'vitest'
import { activate, addOrderLine, deactivate, remove, update } from './deals.ts'
import { aSeller } from './seller.ts'

/** An order is changed after its sales order was made: of a company in its own currency, and of another in euro. */
const seller = aSeller()
const {
  test,
  org,
  table,
  made,
  rowsOf,
  linesOf,
  told,
  status,
  release,
  reopen,
  synced,
  syncedByBoth,
  rework,
  writesWhile,
} = seller
/** Billed in a foreign currency by a company that reckons with VAT: the only kind in which prices may include tax. */
const [, foreigner] = seller.buyers
const abroad = foreigner.books

beforeAll(async () => {
  const [customer] = abroad.customers('Acme Abroad')
  const area = table('taxAreas', abroad).find(({ code }) => code === 'DOMESTIC')
  table('customers', abroad).update(customer?.id ?? '', { taxAreaId: area?.id ?? '' })
  await test.settle()
})

describe('while the sales order is open', () => {
  it('carries over lines that were changed, added and deleted, and the header, under the same number', async () => {
    const orders = (await syncedByBoth()).map((each) => {
      const order = made(each.id, each.books)
      const kept = rowsOf(each.id, each.books)[0]?.id
      // Finance adds a line of its own: it is none of ours.
      const own = { lineType: 'Comment', description: 'Handle with care', sequence: 90000 }
      table('salesOrderLines', each.books).insert({ documentId: order?.id, ...own })
      return { ...each, number: order?.number, kept }
    })
    for (const { id, lineIds } of orders) {
      rework(id, () => {
        update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 7, UnitPrice: 100 })
        remove(test.sandboxes, 'OrderItem', String(lineIds[1]))
        addOrderLine(test.sandboxes, id, { item: '1906-S', quantity: 2 })
        update(test.sandboxes, 'Order', id, { BC_Requested_Delivery_Date__c: '2027-01-15' })
      })
    }
    await test.settle()
    for (const { id, books, buyer, number, kept } of orders) {
      expect(made(id, books)).toMatchObject({ number, requestedDeliveryDate: '2027-01-15' })
      expect(made(id, books)?.currencyCode ?? '').toBe(buyer.currencyCode)
      expect(linesOf(id, books)).toEqual([
        ['1896-S', '7'],
        ['1906-S', '2'],
      ])
      const rows = rowsOf(id, books)
      expect(rows.filter((line) => line.description === 'Handle with care')).toHaveLength(1)
      expect([rows[0]?.id, String(rows[0]?.unitPrice)]).toEqual([kept, '100'])
      expect(status(id)).toBe('Synced')
    }
  })

  it('leaves out a discount that was taken away', async () => {
    const orders = await syncedByBoth()
    for (const [percent, stands] of [
      [10, '10'],
      [null, '0'],
    ] as const) {
      for (const { id, lineIds } of orders) {
        const discount = { BC_Discount_Percent__c: percent }
        rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[0]), discount))
      }
      await test.settle()
      expect(orders.map(({ id, books }) => String(rowsOf(id, books)[0]?.discountPercent))).toEqual([stands, stands])
    }
  })

  it('keeps a discount amount when the quantity changes, which moves it in Business Central', async () => {
    const orders = await syncedByBoth()
    for (const fields of [{ Quantity: 10, BC_Discount_Amount__c: 50 }, { Quantity: 20 }]) {
      for (const { id, lineIds } of orders) {
        rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[0]), fields))
      }
      await test.settle()
      for (const { id, books } of orders) {
        const [line] = rowsOf(id, books)
        expect([String(line?.quantity), String(line?.discountAmount)]).toEqual([String(fields.Quantity), '50'])
        expect(status(id)).toBe('Synced')
      }
    }
  })

  it('takes back a date and prices with tax that were ours, and leaves alone what was not', async () => {
    const mine = {
      ...{ BC_Requested_Delivery_Date__c: '2027-01-15', BC_Prices_Include_Tax__c: true, BC_Currency_Code__c: 'EUR' },
    }
    const { id } = await synced({ ...mine, ...foreigner.says }, foreigner.accountId)
    expect(made(id, abroad)).toMatchObject({
      requestedDeliveryDate: '2027-01-15',
      pricesIncludeTax: true,
      currencyCode: 'EUR',
    })
    rework(id, () =>
      update(test.sandboxes, 'Order', id, {
        BC_Requested_Delivery_Date__c: null,
        BC_Prices_Include_Tax__c: false,
      }),
    )
    await test.settle()
    expect(made(id, abroad)).toMatchObject({ requestedDeliveryDate: '0001-01-01', pricesIncludeTax: false })
    table('salesOrders', abroad).update(made(id, abroad)?.id ?? '', { requestedDeliveryDate: '2027-02-20' })
    rework(id, () => update(test.sandboxes, 'Order', id, { BC_Department__c: null, Description: 'Later' }))
    await test.settle()
    expect(made(id, abroad)).toMatchObject({ requestedDeliveryDate: '2027-02-20' })
  })

  it('takes them back when the order was a draft for a while, too', async () => {
    const mine = {
      ...{ BC_Requested_Delivery_Date__c: '2027-01-15', BC_Prices_Include_Tax__c: true, BC_Currency_Code__c: 'EUR' },
    }
    const { id } = await synced({ ...mine, ...foreigner.says }, foreigner.accountId)
    expect(made(id, abroad)).toMatchObject({ requestedDeliveryDate: '2027-01-15', pricesIncludeTax: true })
    deactivate(test.sandboxes, id)
    await test.settle()
    update(test.sandboxes, 'Order', id, { BC_Requested_Delivery_Date__c: null, BC_Prices_Include_Tax__c: false })
    await test.settle()
    activate(test.sandboxes, id)
    await test.settle()
    expect(made(id, abroad)).toMatchObject({ requestedDeliveryDate: '0001-01-01', pricesIncludeTax: false })
  })

  it('waits for a person, in the words of Business Central, when prices are to include sales tax', async () => {
    // The company's own currency stands in no list of currencies: that it is named is not what is wrong.
    const includes = { BC_Prices_Include_Tax__c: true, BC_Currency_Code__c: 'USD' }
    const refused = 'The "pricesIncludeTax" cannot be set to true if VAT Calculation Type is Sales Tax.'
    const { id } = await synced(includes)
    expect(made(id)).toBeUndefined()
    expect([status(id), told(id)]).toEqual(['Needs Attention', expect.stringContaining(refused)])
    expect(told(id)).not.toContain('currency')
    rework(id, () => update(test.sandboxes, 'Order', id, { BC_Prices_Include_Tax__c: false }))
    await test.settle()
    expect([status(id), org().get('Order', id)?.BC_Number__c]).toEqual(['Synced', made(id)?.number])
    expect(made(id)?.pricesIncludeTax ?? false).toBe(false)
    rework(id, () => update(test.sandboxes, 'Order', id, includes))
    await test.settle()
    expect([status(id), told(id)]).toEqual(['Needs Attention', expect.stringContaining(refused)])
    expect(made(id)?.pricesIncludeTax ?? false).toBe(false)
    rework(id, () => update(test.sandboxes, 'Order', id, { BC_Prices_Include_Tax__c: false }))
    await test.settle()
    expect(status(id)).toBe('Synced')
  })

  it('says in the audit trail what stood in Business Central before', async () => {
    const orders = await syncedByBoth()
    for (const { id, lineIds, books } of orders) {
      table('salesOrderLines', books).update(rowsOf(id, books)[0]?.id ?? '', { unitPrice: '90' })
      rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 3 }))
    }
    await test.settle()
    for (const { id } of orders) {
      const entries = await test.system.store.audit.of('salesforce', id, 20)
      const newest = entries.find(({ flow, outcome }) => flow === 'order-to-sales-order' && outcome === 'modified')
      expect(newest?.message).toContain('unit price is 90')
      expect(newest?.message).toContain('quantity is 1, wanted 3')
    }
  })

  it('sends nothing for what it does not carry, and nothing twice', async () => {
    const orders = await syncedByBoth()
    const edit = () => {
      for (const { id } of orders) update(test.sandboxes, 'Order', id, { PoNumber: '4711' })
    }
    const flow = 'order-to-sales-order'
    const again = orders.map(({ id, books }) => ({ flow, company: books.companyId, record: id }))
    expect(await writesWhile(edit)).toEqual([])
    expect(await writesWhile(() => test.system.store.jobs.put(again))).toEqual([])
  })
})

describe('too late', () => {
  const parked = async () => await test.system.store.issues.list(10)
  /** Sales changes the quantity of the second line. */
  const want = (orders: Awaited<ReturnType<typeof syncedByBoth>>, Quantity: number) => {
    for (const { id, lineIds } of orders) {
      rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[1]), { Quantity }))
    }
  }

  it('released: says what differs and what to do, and goes on by itself when it is reopened', async () => {
    const orders = await syncedByBoth()
    for (const { id, books } of orders) release(id, books)
    want(orders, 6)
    await test.settle()
    const issues = await parked()
    for (const { id, books } of orders) {
      const number = String(made(id, books)?.number)
      expect(linesOf(id, books)[1]).toEqual(['1900-S', '5'])
      expect(status(id)).toBe('Needs Attention')
      expect(told(id)).toContain(`Too late to change the sales order ${number}: it has been released.`)
      expect(told(id)).toContain('quantity is 5, wanted 6')
      const issue = issues.find(({ record }) => record === id)
      expect(issue?.advice).toContain(`Reopen ${number} in Business Central`)
      reopen(id, books)
    }
    await test.settle()
    for (const { id, books } of orders) {
      expect(linesOf(id, books)[1]).toEqual(['1900-S', '6'])
      expect(status(id)).toBe('Synced')
    }
  })

  it('shipped: the change can be taken back instead', async () => {
    const orders = await syncedByBoth()
    for (const { id, books } of orders) {
      table('salesOrderLines', books).update(rowsOf(id, books)[0]?.id ?? '', { shippedQuantity: '1' })
    }
    want(orders, 6)
    await test.settle()
    for (const { id } of orders) expect(told(id)).toContain('part of it has been shipped')
    want(orders, 5)
    await test.settle()
    for (const { id } of orders) expect(status(id)).toBe('Synced')
    expect(await parked()).toEqual([])
  })

  it('invoiced in full: the order is gone, no second one is made', async () => {
    const orders = (await syncedByBoth()).map((each) => ({ ...each, number: made(each.id, each.books)?.number }))
    for (const { id, books } of orders) await books.shipAndInvoice(made(id, books)?.id ?? '')
    await test.settle()
    want(orders, 6)
    await test.settle()
    for (const { id, number } of orders) {
      seller.isNotMade(id)
      expect(told(id)).toContain(
        `Too late to change the sales order ${String(number)}: it has been shipped and invoiced`,
      )
    }
  })
})

it('a change that broke off in the middle is finished, without a line twice', async () => {
  const orders = await syncedByBoth()
  for (const { id, lineIds, books } of orders) {
    const match = `POST .*${books.companyId}.*/salesOrderLines`
    test.sandboxes.businessCentral.faults.arm({ kind: 'write-done-but-504', match, times: 1 })
    rework(id, () => {
      update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 9 })
      addOrderLine(test.sandboxes, id, { item: '1906-S', quantity: 2 })
      addOrderLine(test.sandboxes, id, { item: '1908-S', quantity: 3 })
    })
  }
  await test.settle()
  expect(test.sandboxes.businessCentral.faults.list()).toEqual([])
  await test.advance(60)
  await test.settle()
  for (const { id, books } of orders) {
    expect(linesOf(id, books)).toEqual([
      ['1896-S', '9'],
      ['1900-S', '5'],
      ['1906-S', '2'],
      ['1908-S', '3'],
    ])
  }
})
