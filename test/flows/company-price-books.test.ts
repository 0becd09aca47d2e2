import { afterEach, describe, expect, it } from 'vitest'
import { hear, inSalesforce } from '../support/hear.ts'
import { issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { setFlow } from '../support/set-flow.ts'
import { aBridge } from './a-bridge.ts'
import { insert, remove, update } from './deals.ts'
import { runAlone } from './steady/run-alone.ts'

/**
 * Two companies that sell one product at prices of their own: the standard price is the first one's, each has a price book
 * besides. An org with one currency.
 */
const flow = 'item-to-company-price'
let bookOfFirst = ''
let bookOfSecond = ''
const { test } = aBridge(async () => {
  const [first, second] = companies()
  bookOfFirst = insert(test.sandboxes, 'Pricebook2', named('Domestic', first?.name))
  bookOfSecond = insert(test.sandboxes, 'Pricebook2', named('Abroad', second?.name.toUpperCase()))
  items(1).update(itemOf(1, '1896-S').id, { unitPrice: '999' })
  items(1).insert({ number: 'OWN-2', displayName: 'Own thing', type: 'Service', unitPrice: '12.5' })
  await test.settle()
  expect(entries('1896-S', bookOfFirst)).toEqual([])
  await test.system.catalogue.announce()
  await switchOn()
})
afterEach(async () => {
  expect(await test.system.store.issues.list(10)).toEqual([])
})

const named = (name: string, company: unknown) => ({ Name: name, IsActive: true, BC_Company__c: company })
const org = () => test.sandboxes.salesforce.records
const companies = () => test.sandboxes.businessCentral.companies
const items = (index: number) => test.sandboxes.businessCentral.company(companies()[index]?.id ?? '').table('items')
function itemOf(index: number, number: string) {
  const [row] = items(index).filter((each) => each.number === number)
  if (!row) throw new Error(`There is no item ${number}.`)
  return row
}
const productOf = (code: string) =>
  org()
    .all('Product2')
    .find((row) => row.ProductCode === code)?.Id
const entries = (code: string, book: string) =>
  org()
    .all('PricebookEntry')
    .filter((row) => row.Product2Id === productOf(code) && row.Pricebook2Id === book)
const price = (code: string, book: string) => entries(code, book).map(({ UnitPrice }) => Number(UnitPrice))
const standard = () =>
  org()
    .all('Pricebook2')
    .find((row) => row.IsStandard === true)?.Id ?? ''
/** What an operator does once: the items that were there before the flow was on. */
async function everyItem() {
  const jobs = companies().flatMap(({ id }, index) =>
    items(index)
      .all()
      .map((row) => ({ flow, company: id, record: row.id })),
  )
  await test.system.store.jobs.put(jobs)
  await test.settle()
}
async function switchOn() {
  await setFlow(test, flow, { BC_Enabled__c: true })
  await everyItem()
}

describe('a price book that names a company', () => {
  it('has the unit prices of its items, beside the standard price of whoever made the product', () => {
    const [own, other] = [Number(itemOf(0, '1896-S').unitPrice), 999]
    expect(price('1896-S', standard())).toEqual([own])
    expect(price('1896-S', bookOfFirst)).toEqual([own])
    expect(price('1896-S', bookOfSecond)).toEqual([other])
    expect(price('OWN-2', standard())).toEqual([12.5])
    expect(price('OWN-2', bookOfFirst)).toEqual([])
    expect(price('OWN-2', bookOfSecond)).toEqual([12.5])
  })

  it('follows each company alone, and an unchanged catalogue costs no write', async () => {
    const before = price('1896-S', bookOfFirst)
    items(1).update(itemOf(1, '1896-S').id, { unitPrice: '1010.1' })
    await test.settle()
    expect([price('1896-S', bookOfFirst), price('1896-S', bookOfSecond)]).toEqual([before, [1010.1]])
    const since = journals(test)
    await everyItem()
    expect(since.writes()).toEqual([])
  })

  it('gets the price of a new item as soon as that has a standard price', async () => {
    items(0).insert({ number: 'NEW-1', displayName: 'New', type: 'Inventory', unitPrice: '3' })
    await test.settle()
    expect([price('NEW-1', standard()), price('NEW-1', bookOfFirst)]).toEqual([[3], [3]])
    const { id } = itemOf(0, 'NEW-1')
    const trail = (await test.system.store.audit.of('business-central', id, 20)).filter((each) => each.flow === flow)
    expect(trail.map(({ outcome }) => outcome)).not.toContain('failed')
  })

  it('says of a blocked and of a deleted item that it is sold no more', async () => {
    const active = (code: string) => [standard(), bookOfFirst].map((book) => entries(code, book)[0]?.IsActive)
    items(0).update(itemOf(0, 'NEW-1').id, { blocked: true })
    await test.settle()
    expect(active('NEW-1')).toEqual([false, false])
    items(0).update(itemOf(0, 'NEW-1').id, { blocked: false })
    await test.settle()
    expect(active('NEW-1')).toEqual([true, true])
    items(0).delete(itemOf(0, 'NEW-1').id)
    await test.settle()
    expect(active('NEW-1')).toEqual([false, false])
  })

  it('takes over the price that somebody had entered there, and makes one anew that somebody deletes', async () => {
    items(0).insert({ number: 'HAND-1', displayName: 'By hand', type: 'Inventory', unitPrice: '7' })
    await setFlow(test, flow, { BC_Enabled__c: false })
    await test.settle()
    const fields = { Pricebook2Id: bookOfFirst, Product2Id: productOf('HAND-1'), UnitPrice: 1, IsActive: true }
    const byHand = insert(test.sandboxes, 'PricebookEntry', fields)
    await setFlow(test, flow, { BC_Enabled__c: true })
    await test.settle()
    expect(entries('HAND-1', bookOfFirst)).toMatchObject([{ Id: byHand, UnitPrice: '7' }])
    remove(test.sandboxes, 'PricebookEntry', byHand)
    items(0).update(itemOf(0, 'HAND-1').id, { unitPrice: '8' })
    await test.settle()
    expect(price('HAND-1', bookOfFirst)).toEqual([8])
    expect(price('HAND-1', standard())).toEqual([8])
  })

  it('is put back what somebody edits there', async () => {
    const [entry] = entries('1896-S', bookOfSecond)
    update(test.sandboxes, 'PricebookEntry', String(entry?.Id), { UnitPrice: 1 })
    await hear(test, { ...inSalesforce('PricebookEntry'), apart: 'book' }, String(entry?.Id))
    expect(price('1896-S', bookOfSecond)).toEqual([1010.1])
  })
})

it('waits for the standard price where another company has blocked its item of the product', async () => {
  const sold = { number: 'BOTH-1', displayName: 'Sold by both', type: 'Service', unitPrice: '5' }
  items(0).insert({ ...sold, blocked: true })
  await test.settle()
  items(1).insert({ ...sold, unitPrice: '6' })
  await test.settle()
  const { id } = itemOf(1, 'BOTH-1')
  expect(price('BOTH-1', bookOfSecond)).toEqual([])
  expect((await issueOf(test, id))?.advice).toMatch(/no active price in the standard price book yet/)
  items(0).update(itemOf(0, 'BOTH-1').id, { blocked: false })
  await test.settle()
  await test.advance(15 * 60)
  await test.settle()
  expect(price('BOTH-1', bookOfSecond)).toEqual([6])
  expect(price('BOTH-1', bookOfFirst)).toEqual([5])
})

describe('a price book', () => {
  it('that names the company no more is left as it is; the one that names it instead is filled', async () => {
    update(test.sandboxes, 'Pricebook2', bookOfSecond, { BC_Company__c: null })
    items(1).update(itemOf(1, '1896-S').id, { unitPrice: '1020' })
    await test.settle()
    expect(price('1896-S', bookOfSecond)).toEqual([1010.1])
    update(test.sandboxes, 'Pricebook2', bookOfSecond, { BC_Company__c: companies()[1]?.id })
    items(1).update(itemOf(1, '1896-S').id, { unitPrice: '1030' })
    await test.settle()
    expect(price('1896-S', bookOfSecond)).toEqual([1030])
  })

  it('beside another one that names the same company stops the flow with both names, and nothing is lost', async () => {
    const twin = insert(test.sandboxes, 'Pricebook2', named('Also abroad', companies()[1]?.name))
    items(1).insert({ number: 'TWIN-1', displayName: 'Waits', type: 'Service', unitPrice: '4' })
    await test.settle()
    expect(price('TWIN-1', bookOfSecond)).toEqual([])
    expect(JSON.stringify([...test.system.worker.paused()])).toMatch(
      /2 price books name the company .*: (Abroad, Also abroad|Also abroad, Abroad)/,
    )
    update(test.sandboxes, 'Pricebook2', twin, { BC_Company__c: null })
    await test.advance(1800)
    await test.settle()
    expect([price('TWIN-1', bookOfSecond), price('TWIN-1', twin)]).toEqual([[4], []])
    expect(await issueOf(test, itemOf(1, 'TWIN-1').id)).toBeUndefined()
  })
})

it('an item whose product another company has made has its own price, whichever of the two is looked at first', async () => {
  const here = companies().map(({ id }, index) => {
    const row = items(index).insert({
      number: 'TWO-1',
      displayName: 'Sold by both',
      type: 'Service',
      unitPrice: `${index + 7}`,
    })
    return { company: id, record: row.id }
  })
  const [first, second] = here
  if (!first || !second) throw new Error('There are not two companies.')
  await runAlone(test, 'item-to-product', [first.record])
  await runAlone(test, 'item-to-product', [second.record])
  const look = async (name: string, at: typeof first) => {
    await test.system.store.jobs.put([{ flow: name, ...at }])
    await test.system.worker.drain()
  }
  // The product has no standard price yet, and it is the first company's to give it one.
  await look('item-to-pricebook-entry', second)
  await look(flow, second)
  expect([...entries('TWO-1', standard()), ...entries('TWO-1', bookOfSecond)]).toEqual([])
  await look('item-to-pricebook-entry', first)
  expect(price('TWO-1', standard())).toEqual([7])
  expect(price('TWO-1', bookOfSecond)).toEqual([8])
})
