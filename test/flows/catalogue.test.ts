import { describe, expect, it } from 'vitest'
import { journals } from '../support/journals.ts'
import { aBridge } from './a-bridge.ts'
import { insert } from './deals.ts'

const { test } = aBridge(async () => {
  // The second company sells something of the first's and something of its own.
  items(1).update(itemOf(1, '1896-S')?.id ?? '', { displayName: 'Desk of the second company', unitPrice: '999' })
  items(1).insert({ number: 'OWN-2', displayName: 'Own thing', type: 'Service', unitPrice: '12.5' })
  await test.settle()
})
const org = () => test.sandboxes.salesforce.records
const companies = () => test.sandboxes.businessCentral.companies
const items = (index: number) => test.sandboxes.businessCentral.company(companies()[index]?.id ?? '').table('items')
const itemOf = (index: number, number: string) => items(index).filter((row) => row.number === number)[0]
const products = (code: string) =>
  org()
    .all('Product2')
    .filter((row) => row.ProductCode === code)
const entries = (code: string) =>
  org()
    .all('PricebookEntry')
    .filter((row) => products(code).some((product) => product.Id === row.Product2Id))
/** Writes of products and prices. */
const writes = (since: ReturnType<typeof journals>) =>
  since.calls('salesforce').filter((call) => call.write && /Product2|PricebookEntry/.test(call.requestBody ?? ''))

describe('an item', () => {
  it('is a product with its price in the standard price book', () => {
    const item = itemOf(0, '1896-S')
    expect(products('1896-S')).toMatchObject([{ Name: item?.displayName, IsActive: true, BC_Number__c: '1896-S' }])
    expect(entries('1896-S')).toHaveLength(1)
    expect(String(entries('1896-S')[0]?.UnitPrice)).toBe(String(Number(item?.unitPrice)))
  })

  it('that is blocked is inactive with its price, and active again when it is not', async () => {
    items(0).update(itemOf(0, '1928-S')?.id ?? '', { blocked: true })
    await test.settle()
    expect([products('1928-S')[0]?.IsActive, entries('1928-S')[0]?.IsActive]).toEqual([false, false])
    items(0).update(itemOf(0, '1928-S')?.id ?? '', { blocked: false })
    await test.settle()
    expect([products('1928-S')[0]?.IsActive, entries('1928-S')[0]?.IsActive]).toEqual([true, true])
  })

  it('that is deleted leaves an inactive product with its price, told of or not, once', async () => {
    items(0).insert({ number: 'GONE-1', displayName: 'Told', type: 'Service', unitPrice: '1' })
    items(0).insert({ number: 'GONE-2', displayName: 'Not told', type: 'Service', unitPrice: '2' })
    await test.settle()
    const active = () =>
      ['GONE-1', 'GONE-2'].map((code) => [...products(code), ...entries(code)].map(({ IsActive }) => IsActive))
    const [on, off] = [
      [true, true],
      [false, false],
    ]
    expect(active()).toEqual([on, on])
    items(0).delete(itemOf(0, 'GONE-1')?.id ?? '')
    await test.advance(31)
    await test.settle()
    expect(active()).toEqual([off, on])

    // No notification comes of this one; it is missing when the items are counted next.
    test.sandboxes.businessCentral.faults.arm({ kind: 'webhook-lost', times: 0 })
    items(0).delete(itemOf(0, 'GONE-2')?.id ?? '')
    // One is made in the same moment: there are as many as before.
    items(0).insert({ number: 'NEW-1', displayName: 'New', type: 'Service', unitPrice: '3' })
    await test.advance(31)
    test.sandboxes.businessCentral.faults.clear()
    // And the list of items is not to be had at first, when what was made is known already.
    const listing = 'GET .*/items\\?[^&]*select=id$'
    test.sandboxes.businessCentral.faults.arm({ kind: 'status', status: 503, match: listing, times: 0 })
    await expect(test.settle()).rejects.toThrow()
    test.sandboxes.businessCentral.faults.clear()
    await test.settle()
    expect(active()).toEqual([off, off])

    const since = journals(test)
    const key = { flow: 'item-to-product', company: companies()[0]?.id ?? '' }
    const links = products('GONE-1').map(({ BC_Key__c }) => String(BC_Key__c).split(':')[1] ?? '')
    await test.system.store.jobs.put(links.map((record) => ({ ...key, record })))
    await test.settle()
    expect(writes(since)).toEqual([])
  })

  it('of another company that is deleted leaves the product of this one alone', async () => {
    items(0).insert({ number: 'BOTH-1', displayName: 'Sold by both', type: 'Service', unitPrice: '1' })
    await test.settle()
    items(1).insert({ number: 'BOTH-1', displayName: 'Sold by both', type: 'Service', unitPrice: '1' })
    await test.settle()
    items(1).delete(itemOf(1, 'BOTH-1')?.id ?? '')
    await test.settle()
    expect(products('BOTH-1')).toMatchObject([{ IsActive: true }])
  })

  it('that is renumbered keeps its product', async () => {
    const [before] = products('1996-S')
    items(0).update(itemOf(0, '1996-S')?.id ?? '', { number: '1996-X' })
    await test.settle()
    expect(products('1996-X')).toMatchObject([{ Id: before?.Id, BC_Number__c: '1996-X' }])
    expect(products('1996-S')).toEqual([])
  })

  it('couples with the product that somebody made before, by its code', async () => {
    const [known] = org().all('User')
    const made = test.sandboxes.salesforce.dml.insert({ userId: String(known?.Id), api: 'rest' }, 'Product2', {
      Name: 'Made by hand',
      ProductCode: 'HAND-1',
      IsActive: true,
    })
    items(0).insert({ number: 'HAND-1', displayName: 'Made in the books', type: 'Inventory', unitPrice: '5' })
    await test.settle()
    expect(products('HAND-1')).toMatchObject([{ Id: made.success ? made.id : '', Name: 'Made in the books' }])
  })

  it('takes over the standard price that the product had before', async () => {
    const book = org()
      .all('Pricebook2')
      .find((row) => row.IsStandard === true)?.Id
    const product = insert(test.sandboxes, 'Product2', { Name: 'Sold before', ProductCode: 'HAND-2', IsActive: true })
    const kept = { Pricebook2Id: book, Product2Id: product, UnitPrice: 4, IsActive: true }
    const entry = insert(test.sandboxes, 'PricebookEntry', kept)
    items(0).insert({ number: 'HAND-2', displayName: 'Sold before', type: 'Inventory', unitPrice: '5' })
    await test.settle()
    expect(entries('HAND-2')).toMatchObject([{ Id: entry, UnitPrice: '5' }])
    expect(await test.system.store.issues.list(10)).toEqual([])
  })
})

describe('two companies', () => {
  it('share a product of one number; the company that made it writes it', async () => {
    expect(products('1896-S')).toMatchObject([{ Name: itemOf(0, '1896-S')?.displayName }])
    expect(entries('1896-S')).toHaveLength(1)
    const since = journals(test)
    items(1).update(itemOf(1, '1896-S')?.id ?? '', { unitPrice: '1000', displayName: 'Renamed by the second' })
    await test.settle()
    expect(writes(since)).toEqual([])
    expect(products('1896-S')).toHaveLength(1)
  })

  it('each make what only they have', () => {
    expect(products('OWN-2')).toMatchObject([{ Name: 'Own thing' }])
    expect(String(entries('OWN-2')[0]?.UnitPrice)).toBe('12.5')
  })
})

it('other price books are left alone; those entries that use the standard price follow it', async () => {
  const [product] = products('1928-S')
  const book = insert(test.sandboxes, 'Pricebook2', { Name: 'Partners', IsActive: true })
  const there = { Pricebook2Id: book, Product2Id: product?.Id, IsActive: true }
  const follows = insert(test.sandboxes, 'PricebookEntry', { ...there, UseStandardPrice: true })
  const [another] = products('1906-S')
  const own = insert(test.sandboxes, 'PricebookEntry', { ...there, Product2Id: another?.Id, UnitPrice: 7 })
  for (const number of ['1928-S', '1906-S']) items(0).update(itemOf(0, number)?.id ?? '', { unitPrice: '321' })
  await test.settle()
  expect(Number(org().get('PricebookEntry', follows)?.UnitPrice)).toBe(321)
  expect(Number(org().get('PricebookEntry', own)?.UnitPrice)).toBe(7)
})

it('an unchanged catalogue costs no write, whatever signals say', async () => {
  const since = journals(test)
  for (const [index, company] of companies().entries()) {
    await test.system.sink.accept(
      items(index)
        .all()
        .map((row) => ({
          entity: { system: 'business-central', name: 'item' },
          company: company.id,
          id: row.id,
          kind: 'updated',
          echo: false,
        })),
    )
  }
  await test.settle()
  expect(writes(since)).toEqual([])
})
