import { describe, expect, it } from 'vitest'
import { decide, issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { change, createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { salespeople } from './histories/salespeople.ts'

const {
  test,
  books,
  there: second,
} = aBridge(undefined, { mappings: 'flows: {account-to-vendor: {enabled: true}, vendor-to-account: {enabled: true}}' })
const org = () => test.sandboxes.salesforce.records
const sales = () => salespeople(test.sandboxes.salesforce)
const table = ({ companyId } = books) => test.sandboxes.businessCentral.company(companyId).table('vendors')
const vendors = (name: string, company = books) => table(company).filter((row) => row.displayName === name)
const numberOn = (id: string) => org().get('Account', id)?.BC_Vendor_Number__c
/** Deletions are told by the minute. */
const heard = () => later(test, 75)
const supplier = async (name: string, fields: Record<string, unknown> = {}) => {
  const id = await createAccount(test.sandboxes, name, { Type: 'Supplier', ...fields })
  await test.settle()
  const [made] = vendors(name)
  return { id, vendor: String(made?.id), number: String(made?.number) }
}

it('an account of a type that names a supplier becomes a vendor; its number comes back', async () => {
  const id = await createAccount(test.sandboxes, 'Steel Works', { Type: 'Supplier', BC_Tax_Id__c: 'V-100' })
  await test.settle()
  expect(vendors('Steel Works')).toMatchObject([
    { city: 'Atlanta', postalCode: '31772', taxRegistrationNumber: 'V-100' },
  ])
  expect(org().get('Account', id)?.BC_Vendor_Number__c).toBe(vendors('Steel Works')[0]?.number)
  expect(books.customers('Steel Works')).toEqual([])
})

it('couples with the vendor that is there, by its number', async () => {
  const known = table().all()[0]
  const id = await createAccount(test.sandboxes, 'Renamed Vendor', {
    Type: 'Supplier',
    BC_Vendor_Number__c: known?.number,
  })
  await test.settle()
  expect(vendors('Renamed Vendor')).toMatchObject([{ id: known?.id, number: known?.number }])
  expect(org().get('Account', id)?.BC_Vendor_Number__c).toBe(known?.number)
})

it('an account of another type is none, until its type changes', async () => {
  const id = await createAccount(test.sandboxes, 'Late Supplier', { Type: 'Prospect' })
  await test.settle()
  expect(vendors('Late Supplier')).toEqual([])
  change(test.sandboxes, 'Account', id, { Type: 'Supplier' })
  await test.settle()
  expect(vendors('Late Supplier')).toHaveLength(1)
})

it('several that may be meant park the account with their names, and a change mends it', async () => {
  for (const number of ['V-A', 'V-B']) table().insert({ number, displayName: 'Twin Parts', postalCode: '31772' })
  const id = await createAccount(test.sandboxes, 'Twin Parts', { Type: 'Supplier' })
  await test.settle()
  const [issue] = (await test.system.store.issues.list(10)).filter((each) => each.record === id)
  expect(issue?.message).toContain('2 records match')
  expect(vendors('Twin Parts')).toHaveLength(2)
  change(test.sandboxes, 'Account', id, { BC_Vendor_Number__c: 'V-B' })
  await test.settle()
  expect(await test.system.store.issues.list(10)).toEqual([])
  expect(vendors('Twin Parts')).toHaveLength(2)
})

it('what the account owns is put back, and so is a number that somebody edits', async () => {
  const { id, vendor, number } = await supplier('Owned Parts')
  table().update(vendor, { city: 'Boston' })
  await test.settle()
  expect(table().get(vendor)).toMatchObject({ city: 'Atlanta' })
  change(test.sandboxes, 'Account', id, { BC_Vendor_Number__c: 'WRONG' })
  await test.settle()
  expect(numberOn(id)).toBe(number)
  const trail = (await test.system.store.audit.of('salesforce', id, 20)).map(({ message }) => message)
  expect(trail).toContainEqual(expect.stringContaining('city from "Boston" to "Atlanta"'))
  const since = journals(test)
  await test.system.store.jobs.put([
    { flow: 'account-to-vendor', company: books.companyId, record: id },
    { flow: 'vendor-to-account', company: books.companyId, record: vendor },
  ])
  await test.settle()
  expect(since.writes()).toEqual([])
})

describe('deletions', () => {
  it('a deleted account leaves its vendor, which comes back to it when it is restored', async () => {
    const { id, vendor } = await supplier('Gone Parts')
    sales().remove('Account', id)
    await heard()
    table().update(vendor, { city: 'Boston' })
    await test.settle()
    expect(table().get(vendor)).toMatchObject({ city: 'Boston' })
    expect(await issueOf(test, id)).toBeUndefined()
    sales().restore('Account', id)
    await test.settle()
    change(test.sandboxes, 'Account', id, { BillingCity: 'Savannah' })
    await test.settle()
    expect(vendors('Gone Parts')).toMatchObject([{ id: vendor, city: 'Savannah' }])
  })

  it.each([
    ['recreate', 1],
    ['uncouple', 0],
  ])('asks what to do about a deleted vendor: %s', async (choice, left) => {
    const name = `Deleted ${choice}`
    const { id, vendor } = await supplier(name)
    table().delete(vendor)
    change(test.sandboxes, 'Account', id, { Phone: '555-0100' })
    await test.settle()
    expect((await issueOf(test, id))?.message).toBe('Its vendor was deleted in Business Central.')
    expect(org().get('Account', id)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
    await decide(test, id, choice)
    await test.settle()
    change(test.sandboxes, 'Account', id, { Phone: '555-0199' })
    await test.settle()
    expect(vendors(name)).toHaveLength(left)
    expect(await issueOf(test, id)).toBeUndefined()
    if (left === 1) expect(numberOn(id)).toBe(vendors(name)[0]?.number)
  })
})

describe('merged accounts', () => {
  it('the vendor of the loser becomes the winner’s, when the winner had none', async () => {
    const loser = await supplier('Twice One')
    const winner = await createAccount(test.sandboxes, 'Twice Two', { Type: 'Prospect' })
    expect(sales().merge('Account', winner, loser.id)).toBe(true)
    await heard()
    change(test.sandboxes, 'Account', winner, { Type: 'Supplier' })
    await test.settle()
    expect(vendors('Twice Two')).toMatchObject([{ id: loser.vendor }])
    expect(numberOn(winner)).toBe(loser.number)
  })

  it.each(['keep', 'take'])('asks which vendor stays when both have one: %s', async (choice) => {
    const loser = await supplier(`Loser ${choice}`)
    const winner = await supplier(`Winner ${choice}`)
    expect(sales().merge('Account', winner.id, loser.id)).toBe(true)
    await heard()
    expect((await issueOf(test, loser.id))?.message).toContain('both have a vendor')
    await decide(test, loser.id, choice)
    await test.settle()
    expect(await issueOf(test, loser.id)).toBeUndefined()
    expect(numberOn(winner.id)).toBe(choice === 'keep' ? winner.number : loser.number)
    expect([...vendors(`Loser ${choice}`), ...vendors(`Winner ${choice}`)]).toHaveLength(2)
  })
})

it('an account that moves gets a vendor of its own there, and leaves alone the stranger that has its number', async () => {
  const there = String(test.sandboxes.businessCentral.companies[1]?.name)
  const { id, vendor, number } = await supplier('Moving Parts')
  const stranger = table(second).insert({ number, displayName: 'Other Parts', city: 'Leeds' })
  change(test.sandboxes, 'Account', id, { BC_Company__c: there })
  await test.settle()
  expect(table(second).get(stranger.id)).toMatchObject({ displayName: 'Other Parts', city: 'Leeds' })
  expect(vendors('Moving Parts', second)).toMatchObject([{ city: 'Atlanta' }])
  expect(numberOn(id)).toBe(vendors('Moving Parts', second)[0]?.number)
  // Its vendor in the first company is kept in step, and has no say in the number on the account.
  change(test.sandboxes, 'Account', id, { BillingCity: 'Macon' })
  table().update(vendor, { number: 'V-NEW' })
  await test.settle()
  expect(table().get(vendor)).toMatchObject({ city: 'Macon', number: 'V-NEW' })
  expect(vendors('Moving Parts', second)).toMatchObject([{ city: 'Macon' }])
  expect(numberOn(id)).toBe(vendors('Moving Parts', second)[0]?.number)
})
