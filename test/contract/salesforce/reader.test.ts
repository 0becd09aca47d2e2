import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  account,
  billingInvoice,
  order,
  pricebookEntry,
  product,
} from '../../../bridge/src/connectors/salesforce/entities.ts'
import { Misconfigured } from '../../../bridge/src/engine/errors.ts'
import type { Reader } from '../../../bridge/src/engine/ports.ts'
import { company, startOrg, type Org } from './org.ts'
import { sellSomething } from './sell-something.ts'

let org: Org
let reader: Reader

beforeAll(async () => {
  org = await startOrg()
})
beforeEach(async () => {
  await org.reset()
  reader = (await org.connect()).reader
})
afterAll(() => org.close())

describe('read', () => {
  it('gives the fields asked for in engine form', async () => {
    const id = org.save('Account', { Name: "O'Neill & Söhne", Phone: '1', BillingCity: 'Graz' })
    org.change('Account', id, { Phone: '' })
    const found = await reader.read(account, company, [id], ['Id', 'Name', 'Phone', 'BillingCity', 'BC_Last_Synced__c'])
    expect(found.get(id)).toEqual({
      id,
      version: '2026-11-21T08:00:00.000Z',
      // What hangs below it comes along.
      below: { entity: { system: 'salesforce', name: 'BC_Customer__c' }, keys: new Set() },
      fields: { Id: id, Name: "O'Neill & Söhne", Phone: null, BillingCity: 'Graz', BC_Last_Synced__c: null },
    })
  })

  it('reads an order with its lines in one call', async () => {
    const { orderId, productId } = sellSomething(org, [
      { quantity: '2', price: '1234.56' },
      { quantity: '0.5', price: '0.1' },
    ])
    const fields = [
      'EffectiveDate',
      'StatusCode',
      'OrderItems.Id',
      'OrderItems.Product2Id',
      'OrderItems.Quantity',
      'OrderItems.UnitPrice',
    ]
    const found = await reader.read(order, company, [orderId], fields)
    const lines = found.get(orderId)?.fields.OrderItems as {
      Quantity: Decimal
      UnitPrice: Decimal
      Product2Id: string
    }[]
    expect(found.get(orderId)?.fields).toMatchObject({ EffectiveDate: '2026-11-20', StatusCode: 'Draft' })
    expect(lines.map(({ Quantity, UnitPrice }) => [Quantity.toFixed(), UnitPrice.toFixed()])).toEqual([
      ['2', '1234.56'],
      ['0.5', '0.1'],
    ])
    expect(lines[0]?.Product2Id).toBe(productId)
    expect(org.calls()).toHaveLength(1)
  })

  it('leaves out what is gone, was never there, or is no id at all', async () => {
    const id = org.save('Account', { Name: 'Gone' })
    org.remove('Account', id)
    const found = await reader.read(account, company, [id, '001000000000000AAA', "x' OR Name != '"], ['Name'])
    expect(found.size).toBe(0)
  })

  it('answers under the id it was asked for, also one of 15 characters', async () => {
    const id = org.save('Account', { Name: 'Short' })
    const found = await reader.read(account, company, [id.slice(0, 15)], ['Name'])
    expect([...found.keys()]).toEqual([id.slice(0, 15)])
  })

  it('keeps every URL short, however many ids', async () => {
    const ids = Array.from({ length: 450 }, (_, index) => org.save('Account', { Name: `A ${index}` }))
    const found = await reader.read(account, company, ids, Object.keys(account.fields))
    expect(found.size).toBe(450)
    const calls = org.calls()
    expect(calls).toHaveLength(3)
    expect(Math.max(...calls.map(({ url }) => url.length))).toBeLessThan(12_500)
  })

  it('loses no digit of a large amount', async () => {
    const accountId = org.save('Account', { Name: 'Rich' })
    const customer = org.save('BC_Customer__c', { Name: 'Rich', BC_Account__c: accountId })
    const id = org.save('BC_Invoice__c', { Name: '1', BC_Customer__c: customer, BC_Total__c: '9999999999999.99' })
    const found = await reader.read(billingInvoice, company, [id], ['BC_Total__c'])
    expect((found.get(id)?.fields.BC_Total__c as Decimal).toFixed()).toBe('9999999999999.99')
  })

  it('follows every page, of records and of their lines', async () => {
    org.emulator.switches.queryBatchSize = 2
    const lines = Array.from({ length: 5 }, (_, index) => ({ quantity: String(index + 1), price: '1' }))
    const orders = [1, 2, 3].map(() => sellSomething(org, lines).orderId)
    const found = await reader.read(order, company, orders, ['OrderItems.Quantity'])
    org.emulator.switches.queryBatchSize = 2000
    expect([...found.values()].map(({ fields }) => (fields.OrderItems as unknown[]).length)).toEqual([5, 5, 5])
  })

  it('names the field and the permission set when a field is hidden', async () => {
    const id = org.save('Account', { Name: 'Hidden' })
    for (const permission of org.rows('FieldPermissions')) {
      if (permission.Field === 'Account.BC_Tax_Id__c') org.remove('FieldPermissions', String(permission.Id))
    }
    const error: unknown = await reader.read(account, company, [id], ['Name', 'BC_Tax_Id__c']).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Misconfigured)
    expect((error as Misconfigured).advice).toMatch(/BC_Integration.*BC_Tax_Id__c/)
    expect((error as Misconfigured).vendor).toMatch(/^INVALID_FIELD: /)
  })
})

describe('find', () => {
  it('finds each set of values in one call, text whatever its case', async () => {
    const desk = org.save('Product2', { Name: 'Desk', ProductCode: 'desk-1' })
    const lamp = org.save('Product2', { Name: 'Lamp', ProductCode: "L'AMP\\2" })
    const found = await reader.find(
      product,
      company,
      [{ ProductCode: 'DESK-1' }, { ProductCode: "L'AMP\\2" }, { ProductCode: 'none' }],
      ['Name'],
    )
    expect(found.map((records) => records.map(({ id }) => id))).toEqual([[desk], [lamp], []])
    expect(org.calls()).toHaveLength(1)
  })

  it('gives all candidates, ten at most', async () => {
    for (let index = 0; index < 12; index++) org.save('Account', { Name: 'Twin', BillingPostalCode: '8010' })
    const [found] = await reader.find(account, company, [{ Name: 'Twin', BillingPostalCode: '8010' }], ['Name'])
    expect(found).toHaveLength(10)
  })

  it('finds by references and by nothing', async () => {
    const { pricebookId, productId, entryId } = sellSomething(org, [{ quantity: '1', price: '1' }])
    const found = await reader.find(
      pricebookEntry,
      company,
      [{ Pricebook2Id: pricebookId, Product2Id: productId, BC_Key__c: null }],
      ['UnitPrice'],
    )
    expect(found[0]?.map(({ id }) => id)).toEqual([entryId])
  })

  it('lets no value break out of its quotes', async () => {
    org.save('Account', { Name: 'Safe' })
    const [found] = await reader.find(account, company, [{ Name: "x' OR Name != 'y" }], ['Name'])
    expect(found).toEqual([])
  })
})

describe('known', () => {
  it('knows the standard price book, and asks once', async () => {
    const { pricebookId } = sellSomething(org, [])
    expect(await reader.known('standardPricebook', company)).toBe(pricebookId)
    expect(await reader.known('standardPricebook', company)).toBe(pricebookId)
    expect(org.calls()).toHaveLength(1)
    expect(await reader.known('somethingElse', company)).toBeUndefined()
  })
})
