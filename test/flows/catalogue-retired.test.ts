import { expect, it } from 'vitest'
import type { Reader } from '../../bridge/src/engine/ports.ts'
import { hear, inSalesforce } from '../support/hear.ts'
import { later } from '../support/later.ts'
import { aBridge } from './a-bridge.ts'
import { remove, update } from './deals.ts'

/** Products of items that go, and of items that come back, the same ones or new ones under the old number. */
const { test } = aBridge(async () => {
  for (const number of ['HIDE-1', 'ZZ-1', 'ZZ-2', 'BOTH-1']) make(0, number)
  await test.settle()
  make(1, 'BOTH-1')
  await test.settle()
})
const companyId = (index: number) => String(test.sandboxes.businessCentral.companies[index]?.id)
const items = (index: number) => test.sandboxes.businessCentral.company(companyId(index)).table('items')
const itemOf = (index: number, number: string) =>
  items(index)
    .filter((row) => row.number === number)
    .map(({ id }) => id)[0] ?? ''
const all = (object: string) => test.sandboxes.salesforce.records.all(object)
const products = (code: string) => all('Product2').filter((row) => row.ProductCode === code)
/** Of a product and its prices: their ids, and whether they are active. */
const shown = (code: string) => {
  const mine = products(code)
  const prices = all('PricebookEntry').filter((row) => mine.some(({ Id }) => Id === row.Product2Id))
  return { ids: [...mine, ...prices].map(({ Id }) => Id), active: [...mine, ...prices].map(({ IsActive }) => IsActive) }
}
const issues = async () => (await test.system.store.issues.list(10)).map(({ message }) => message)

const make = (index: number, number: string, fields: object = {}) =>
  items(index).insert({ number, displayName: `Thing ${number}`, type: 'Service', unitPrice: '12', ...fields })

it('an item that was hidden by a security filter has its product back, without any signal', async () => {
  const id = itemOf(0, 'HIDE-1')
  const reader = test.system.connectors.find(({ system }) => system === 'business-central')?.reader
  if (!reader) throw new Error('no reader')
  const see = reader.read.bind(reader)
  const filtered: Reader['read'] = async (entity, ...rest) =>
    new Map([...(await see(entity, ...rest))].filter(([each]) => each !== id))
  Object.assign(reader, { read: filtered })
  const flows = ['item-to-product', 'item-to-pricebook-entry']
  await test.system.store.jobs.put(flows.map((flow) => ({ flow, company: companyId(0), record: id })))
  await test.settle()
  expect(shown('HIDE-1').active).toEqual([false, false])
  await later(test, 3600)
  expect(shown('HIDE-1').active).toEqual([false, false])
  Object.assign(reader, { read: see })
  await later(test, 2 * 3600)
  expect(shown('HIDE-1').active).toEqual([true, true])
})

it.each([
  ['ZZ-1', 'at once', 0],
  ['ZZ-2', 'two hours later', 2 * 3600],
])(
  'an item that is made again under its old number has its product and its price: %s, %s',
  async (number, _, pause) => {
    const before = shown(number)
    expect(before.active).toEqual([true, true])
    items(0).delete(itemOf(0, number))
    if (pause > 0) {
      await later(test, pause)
      expect(shown(number).active).toEqual([false, false])
    }
    const { id } = make(0, number)
    await later(test, 60)
    await later(test, 60)
    expect(shown(number)).toEqual(before)
    expect(products(number).map(({ BC_Key__c }) => BC_Key__c)).toEqual([`${companyId(0)}:${id}`])
    items(0).update(id, { displayName: 'Another thing' })
    await later(test, 60)
    expect(products(number).map(({ Name }) => Name)).toEqual(['Another thing'])
    expect(await issues()).toEqual([])
  },
)

it('so has one of a company that shares the product of another one, which goes on writing it', async () => {
  const before = shown('BOTH-1')
  items(1).delete(itemOf(1, 'BOTH-1'))
  await later(test, 60)
  const { id } = make(1, 'BOTH-1')
  await later(test, 60)
  await later(test, 60)
  expect(shown('BOTH-1')).toEqual(before)
  const ends = { entity: { system: 'business-central', name: 'item' }, id }
  const partner = { system: 'salesforce', name: 'Product2' }
  const links = await test.system.store.links.find(companyId(1), [{ ...ends, partner }])
  expect([...links.values()]).toEqual([before.ids[0]])
  expect(products('BOTH-1').map(({ BC_Key__c }) => BC_Key__c)).toEqual([`${companyId(0)}:${itemOf(0, 'BOTH-1')}`])
  expect(await issues()).toEqual([])
})

it('a product of a deleted item that somebody activates is inactive again as soon as that is heard', async () => {
  make(0, 'BACK-1')
  await later(test, 60)
  items(0).delete(itemOf(0, 'BACK-1'))
  await later(test, 60)
  const { ids, active } = shown('BACK-1')
  expect(active).toEqual([false, false])
  for (const [index, object] of ['Product2', 'PricebookEntry'].entries()) {
    update(test.sandboxes, object, ids[index] ?? '', { IsActive: true })
    await hear(test, inSalesforce(object), ids[index] ?? '')
  }
  expect(shown('BACK-1')).toEqual({ ids, active })
  expect(await issues()).toEqual([])
})

it('what somebody deletes is made anew by the company that it belonged to, and the other one goes along', async () => {
  const [price, product] = ['LOST-1', 'LOST-2']
  for (const number of [price, product]) make(1, number, { type: 'Inventory', unitPrice: '7' })
  await later(test, 60)
  for (const number of [price, product]) make(0, number, { type: 'Inventory', unitPrice: '9' })
  await later(test, 60)
  const seen = (code: string) => {
    const mine = products(code)
    const prices = all('PricebookEntry').filter((row) => mine.some(({ Id }) => Id === row.Product2Id))
    return {
      products: mine.map(({ BC_Key__c, BC_Stock__c }) => [BC_Key__c, BC_Stock__c]),
      prices: prices.map(({ BC_Key__c, UnitPrice }) => [BC_Key__c, Number(UnitPrice)]),
    }
  }
  const before = [price, product].map(seen)
  const own = `${companyId(1)}:${itemOf(1, product)}`
  expect(before[1]).toEqual({ products: [[own, expect.anything()]], prices: [[own, 7]] })

  const lost = [['PricebookEntry', shown(price).ids[1]] as const, ['Product2', shown(product).ids[0]] as const]
  const under = shown(product).ids[1] ?? ''
  for (const [object, id = ''] of lost) remove(test.sandboxes, object, id)
  for (const [object, id = ''] of [...lost, ['PricebookEntry', under] as const])
    await hear(test, inSalesforce(object), id, { kind: 'deleted' })
  for (let time = 0; time < 5; time += 1) await later(test, 60)
  expect([price, product].map(seen)).toEqual(before)
  expect(await issues()).toEqual([])

  for (const number of [price, product]) items(1).update(itemOf(1, number), { unitPrice: '8' })
  for (const number of [price, product]) items(0).update(itemOf(0, number), { unitPrice: '10' })
  await later(test, 60)
  expect([price, product].map((code) => seen(code).prices.map(([, of]) => of))).toEqual([[8], [8]])
  expect(await issues()).toEqual([])
})
