import { afterAll, beforeAll, expect, it } from 'vitest'
import { customer, item } from '../../../bridge/src/connectors/business-central/entities.ts'
import type { BusinessCentralConnector } from '../../../bridge/src/connectors/business-central/index.ts'
import { startTenant, type Tenant } from './tenant.ts'

/** What stands below a customer: documents and payments. */
let tenant: Tenant
let connector: BusinessCentralConnector
beforeAll(async () => {
  tenant = await startTenant()
  connector = await tenant.connect()
})
afterAll(() => tenant.close())

const customers = () => tenant.company.table('customers').all()
const invoicesOf = (id: string) =>
  tenant.company
    .table('salesInvoices')
    .all()
    .filter(({ customerId }) => customerId === id)
/** What is found, and where it was looked for. */
const below = async (id: string, most?: number) => {
  tenant.calls()
  const found = (await connector.below?.(customer, tenant.ref, id, most)) ?? []
  const asked = tenant.calls().map(({ url }) => decodeURIComponent(url.split(/companies\(.*?\)\//)[1] ?? ''))
  return { found, asked }
}

it('is all of it, or as much as somebody wants to know', async () => {
  const billed = customers().find(({ id }) => invoicesOf(id).length > 1)?.id ?? ''
  const all = await below(billed)
  const ids = all.found.filter(({ entity }) => entity.name === 'salesInvoice').map(({ id }) => id)
  expect(ids.toSorted()).toEqual(
    invoicesOf(billed)
      .map(({ id }) => id)
      .toSorted(),
  )
  expect(all.asked.map((each) => each.split('?')[0])).toEqual([
    'salesInvoices',
    'salesCreditMemos',
    'customers',
    'customerLedgerEntries',
  ])
  const any = await below(billed, 1)
  expect(any.found).toHaveLength(1)
  expect(any.asked).toEqual([`salesInvoices?$filter=customerId eq ${billed}&$select=id&$top=1`])
})

it('is nothing below a new customer, and below other records', async () => {
  const { id } = tenant.company.table('customers').insert({ number: 'NEW-1', displayName: 'New' })
  const { found, asked } = await below(id, 1)
  expect([found, asked.length]).toEqual([[], 4])
  expect(await connector.below?.(item, tenant.ref, id)).toEqual([])
})
