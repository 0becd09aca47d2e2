import { beforeAll, describe, expect, it } from 'vitest'
import { activate, addOrderLine, deactivate, remove, update } from './deals.ts'
import { aSeller } from './seller.ts'

/** An order is changed after its sales order was made. */
const seller = aSeller()
const { test, books, org, table, made, linesOf, told, status, release, reopen, synced, rework, writesWhile } = seller
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
    const { id, lineIds } = await synced()
    const number = made(id)?.number
    const kept = books.linesOf('salesOrderLines', made(id)?.id ?? '')[0]?.id
    // Finance adds a line of its own: it is none of ours.
    table('salesOrderLines').insert({
      documentId: made(id)?.id,
      lineType: 'Comment',
      description: 'Handle with care',
      sequence: 90000,
    })
    rework(id, () => {
      update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 7, UnitPrice: 100 })
      remove(test.sandboxes, 'OrderItem', String(lineIds[1]))
      addOrderLine(test.sandboxes, id, { item: '1906-S', quantity: 2 })
      update(test.sandboxes, 'Order', id, { BC_Requested_Delivery_Date__c: '2027-01-15' })
    })
    await test.settle()
    expect(made(id)).toMatchObject({ number, requestedDeliveryDate: '2027-01-15' })
    expect(linesOf(id)).toEqual([
      ['1896-S', '7'],
      ['1906-S', '2'],
    ])
    expect(table('salesOrderLines').find((line) => line.description === 'Handle with care')).toBeDefined()
    const [first] = books.linesOf('salesOrderLines', made(id)?.id ?? '')
    expect([first?.id, String(first?.unitPrice)]).toEqual([kept, '100'])
    expect(status(id)).toBe('Synced')
  })

  it('leaves out a discount that was taken away', async () => {
    const { id, lineIds } = await synced()
    const line = () => books.linesOf('salesOrderLines', made(id)?.id ?? '')[0]
    rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[0]), { BC_Discount_Percent__c: 10 }))
    await test.settle()
    expect(String(line()?.discountPercent)).toBe('10')
    rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[0]), { BC_Discount_Percent__c: null }))
    await test.settle()
    expect(String(line()?.discountPercent)).toBe('0')
  })

  it('keeps a discount amount when the quantity changes, which moves it in Business Central', async () => {
    const { id, lineIds } = await synced()
    const line = () => books.linesOf('salesOrderLines', made(id)?.id ?? '')[0]
    rework(id, () =>
      update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 10, BC_Discount_Amount__c: 50 }),
    )
    await test.settle()
    expect([String(line()?.quantity), String(line()?.discountAmount)]).toEqual(['10', '50'])
    rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 20 }))
    await test.settle()
    expect([String(line()?.quantity), String(line()?.discountAmount)]).toEqual(['20', '50'])
    expect(status(id)).toBe('Synced')
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
    const { id, lineIds } = await synced()
    const [line] = books.linesOf('salesOrderLines', made(id)?.id ?? '')
    table('salesOrderLines').update(line?.id ?? '', { unitPrice: '90' })
    rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 3 }))
    await test.settle()
    const entries = await test.system.store.audit.of('salesforce', id, 20)
    const newest = entries.find(({ flow, outcome }) => flow === 'order-to-sales-order' && outcome === 'modified')
    expect(newest?.message).toContain('unit price is 90')
    expect(newest?.message).toContain('quantity is 1, wanted 3')
  })

  it('sends nothing for what it does not carry, and nothing twice', async () => {
    const { id } = await synced()
    expect(await writesWhile(() => void update(test.sandboxes, 'Order', id, { PoNumber: '4711' }))).toEqual([])
    expect(
      await writesWhile(() =>
        test.system.store.jobs.put([{ flow: 'order-to-sales-order', company: books.companyId, record: id }]),
      ),
    ).toEqual([])
  })
})

describe('too late', () => {
  it('released: says what differs and what to do, and goes on by itself when it is reopened', async () => {
    const { id, lineIds } = await synced()
    const number = String(made(id)?.number)
    release(id)
    rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[1]), { Quantity: 6 }))
    await test.settle()
    expect(linesOf(id)[1]).toEqual(['1900-S', '5'])
    expect(status(id)).toBe('Needs Attention')
    expect(told(id)).toContain(`Too late to change the sales order ${number}: it has been released.`)
    expect(told(id)).toContain('quantity is 5, wanted 6')
    const [issue] = (await test.system.store.issues.list(10)).filter((each) => each.record === id)
    expect(issue?.advice).toContain(`Reopen ${number} in Business Central`)
    reopen(id)
    await test.settle()
    expect(linesOf(id)[1]).toEqual(['1900-S', '6'])
    expect(status(id)).toBe('Synced')
  })

  it('shipped: the change can be taken back instead', async () => {
    const { id, lineIds } = await synced()
    const [line] = books.linesOf('salesOrderLines', made(id)?.id ?? '')
    table('salesOrderLines').update(line?.id ?? '', { shippedQuantity: '1' })
    rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[1]), { Quantity: 6 }))
    await test.settle()
    expect(told(id)).toContain('part of it has been shipped')
    rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[1]), { Quantity: 5 }))
    await test.settle()
    expect(status(id)).toBe('Synced')
    expect(await test.system.store.issues.list(10)).toEqual([])
  })

  it('invoiced in full: the order is gone, no second one is made', async () => {
    const { id, lineIds } = await synced()
    const number = String(made(id)?.number)
    await books.shipAndInvoice(made(id)?.id ?? '')
    await test.settle()
    rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[1]), { Quantity: 6 }))
    await test.settle()
    expect(made(id)).toBeUndefined()
    expect(told(id)).toContain(`Too late to change the sales order ${number}: it has been shipped and invoiced`)
  })
})

it('a change that broke off in the middle is finished, without a line twice', async () => {
  const { id, lineIds } = await synced()
  test.sandboxes.businessCentral.faults.arm({
    kind: 'write-done-but-504',
    match: 'POST .*/salesOrderLines',
    times: 1,
  })
  rework(id, () => {
    update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 9 })
    addOrderLine(test.sandboxes, id, { item: '1906-S', quantity: 2 })
    addOrderLine(test.sandboxes, id, { item: '1908-S', quantity: 3 })
  })
  await test.settle()
  await test.advance(60)
  await test.settle()
  expect(linesOf(id)).toEqual([
    ['1896-S', '9'],
    ['1900-S', '5'],
    ['1906-S', '2'],
    ['1908-S', '3'],
  ])
})
