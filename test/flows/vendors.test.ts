import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { change, createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'

let test: TestSystem
let books: Books
let folder: string
const org = () => test.sandboxes.salesforce.records
const vendors = (name: string) =>
  test.sandboxes.businessCentral
    .company(books.companyId)
    .table('vendors')
    .filter((row) => row.displayName === name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vendors-'))
  const file = join(folder, 'mappings.yaml')
  await writeFile(file, 'flows: {account-to-vendor: {enabled: true}, vendor-to-account: {enabled: true}}\n')
  test = await startSystem({ environment: { BRIDGE_MAPPINGS: file } })
  books = booksOf(test.sandboxes)
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true, force: true })
})

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
  const known = test.sandboxes.businessCentral.company(books.companyId).table('vendors').all()[0]
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
  const table = test.sandboxes.businessCentral.company(books.companyId).table('vendors')
  for (const number of ['V-A', 'V-B']) table.insert({ number, displayName: 'Twin Parts', postalCode: '31772' })
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
