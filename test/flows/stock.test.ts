import { expect, it } from 'vitest'
import { createAccount, createOrder } from '../support/sell.ts'
import { journals } from '../support/journals.ts'
import { start } from '../support/start-system.ts'
import { aBridge } from './a-bridge.ts'

const { test, books } = aBridge()
const product = (code: string) =>
  test.sandboxes.salesforce.records.all('Product2').find((row) => row.ProductCode === code)
const items = () => test.sandboxes.businessCentral.company(books.companyId).table('items')

it('shows the last known stock with the time it was read', () => {
  const item = items()
    .all()
    .find((row) => row.number === '1896-S')
  expect(String(product('1896-S')?.BC_Stock__c)).toBe(String(item?.inventory))
  expect(Date.parse(String(product('1896-S')?.BC_Stock_As_Of__c))).toBe(Date.parse(start))
})

it('shows none for what is not kept in stock', () => {
  const service = items()
    .all()
    .find((row) => row.type !== 'Inventory')
  expect(product(String(service?.number))?.BC_Stock__c ?? null).toBeNull()
})

it('follows a shipment, which sends no signal and does not stamp the item', async () => {
  const before = Number(product('1896-S')?.BC_Stock__c)
  const account = await createAccount(test.sandboxes, 'Stock Buyer')
  await test.settle()
  const order = await createOrder(test.sandboxes, account, [{ item: '1896-S', quantity: 2 }])
  await test.settle()
  await test.advance(3600)
  await books.shipAndInvoice(String(books.salesOrders(order)[0]?.id))
  await test.settle()
  expect(Number(product('1896-S')?.BC_Stock__c)).toBe(before - 2)
  expect(Date.parse(String(product('1896-S')?.BC_Stock_As_Of__c))).toBeGreaterThan(Date.parse(start) + 3_600_000)
})

it('writes nothing while nothing moves', async () => {
  await test.advance(7200)
  const since = journals(test)
  await test.settle()
  expect(since.writes('salesforce')).toEqual([])
})
