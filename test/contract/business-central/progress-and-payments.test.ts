import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  ledgerPayment,
  salesInvoice,
  salesOrderProgress,
} from '../../../bridge/src/connectors/business-central/entities.ts'
import type { BusinessCentralConnector } from '../../../bridge/src/connectors/business-central/index.ts'
import type { Entity } from '../../../bridge/src/engine/entity.ts'
import { startTenant, type Tenant } from './tenant.ts'

let tenant: Tenant
let connector: BusinessCentralConnector
beforeAll(async () => void (tenant = await startTenant()))
afterAll(() => tenant.close())
beforeEach(async () => {
  await tenant.reset()
  connector = await tenant.connect()
  tenant.calls()
})

const amount = (value: string) => new Decimal(value)
const one = async (entity: Entity, id: string, fields: readonly string[]) =>
  (await connector.reader.read(entity, tenant.ref, [id], fields)).get(id)
const rowOf = (set: string, number: string) => tenant.finance.row(set, 'number', number)

describe('how far an order has come', () => {
  const progress = async (id: string) => (await one(salesOrderProgress, id, []))?.fields
  const order = () =>
    tenant.finance.make('salesOrders', '10000', [
      ['1900-S', '6'],
      ['1906-S', '2'],
    ])

  it('follows its status and its quantities', async () => {
    const { id, number } = order()
    expect(await progress(id)).toMatchObject({
      id,
      number,
      status: 'Draft',
      shippedPercent: amount('0'),
      invoicedPercent: amount('0'),
      lines: [
        { quantity: amount('6'), shippedQuantity: amount('0'), invoicedPercent: amount('0') },
        { quantity: amount('2'), shippedQuantity: amount('0'), invoicedPercent: amount('0') },
      ],
    })
    tenant.finance.change('salesOrders', id, { status: 'In_x0020_Review' })
    expect(await progress(id)).toMatchObject({ status: 'In Review' })
    tenant.finance.change('salesOrders', id, { status: 'Open' })
    expect(await progress(id)).toMatchObject({ status: 'Released' })
    const [line] = tenant.company.table('salesOrderLines').filter((each) => each.documentId === id)
    tenant.finance.change('salesOrderLines', String(line?.id), { shippedQuantity: '1' })
    expect(await progress(id)).toMatchObject({ status: 'Partly Shipped', shippedPercent: amount('12.5') })
    tenant.finance.change('salesOrderLines', String(line?.id), { shippedQuantity: '3', invoicedQuantity: '2.5' })
    expect(await progress(id)).toMatchObject({
      status: 'Partly Invoiced',
      shippedPercent: amount('37.5'),
      invoicedPercent: amount('31.25'),
    })
  })

  it('is Invoiced when posting has deleted it', async () => {
    const { id, number } = order()
    tenant.finance.act('salesOrders', id, 'shipAndInvoice')
    expect(tenant.company.table('salesOrders').get(id)).toBeUndefined()
    expect(await progress(id)).toMatchObject({
      id,
      number,
      status: 'Invoiced',
      shippedPercent: amount('100'),
      invoicedPercent: amount('100'),
    })
  })

  it('is Deleted when somebody has deleted it', async () => {
    const { id } = order()
    tenant.company.table('salesOrders').delete(id)
    expect(await progress(id)).toMatchObject({ status: 'Deleted', number: null, invoicedPercent: null })
  })
})

describe('payments', () => {
  const posted = (lines: readonly (readonly [string, string])[]) => {
    const draft = tenant.finance.make('salesInvoices', '20000', lines)
    tenant.finance.act('salesInvoices', draft.id, 'post')
    return tenant.finance.row('salesInvoices', 'id', draft.id)
  }
  const applied = async (entry: number) => {
    const fields = (await one(ledgerPayment, String(entry), []))?.fields
    const applications = fields?.applications as readonly Record<string, unknown>[]
    return {
      amount: String(fields?.amount),
      unapplied: String(fields?.unappliedAmount),
      applications: applications.map(({ invoiceId, amount: part }) => [invoiceId, String(part)]),
    }
  }

  it('tell whose they are, and which invoice they closed in part', async () => {
    const invoice = posted([['1928-S', '3']])
    const entry = tenant.finance.pay('20000', '100', invoice)
    const payment = await one(ledgerPayment, String(entry), [])
    expect(payment?.fields).toMatchObject({
      id: String(entry),
      documentType: 'Payment',
      customerId: rowOf('customers', '20000').id,
      postingDate: '2026-11-21',
      currencyCode: 'USD',
    })
    expect(await applied(entry)).toEqual({ amount: '100', unapplied: '0', applications: [[invoice.id, '100']] })
  })

  it('may close several invoices and leave something over', async () => {
    const [first, second] = [posted([['1928-S', '3']]), posted([['1928-S', '1']])]
    const entry = tenant.finance.pay('20000', '250')
    tenant.finance.apply(entry, tenant.finance.entryOf(String(first.number)))
    tenant.finance.apply(entry, tenant.finance.entryOf(String(second.number)), '50.05')
    expect(await applied(entry)).toEqual({
      amount: '250',
      unapplied: '27.01',
      applications: [
        [first.id, '172.94'],
        [second.id, '50.05'],
      ],
    })
  })

  it('may have been applied by hand from the invoice', async () => {
    const invoice = posted([['1928-S', '3']])
    const entry = tenant.finance.pay('20000', '60')
    tenant.finance.apply(tenant.finance.entryOf(String(invoice.number)), entry)
    expect(await applied(entry)).toEqual({ amount: '60', unapplied: '0', applications: [[invoice.id, '60']] })
  })

  it('do not show an application that was taken back', async () => {
    const invoice = posted([['1928-S', '3']])
    const entry = tenant.finance.pay('20000', '100', invoice)
    tenant.finance.unapplyLast()
    expect(await applied(entry)).toEqual({
      amount: '100',
      unapplied: '100',
      applications: [],
    })
    expect((await one(salesInvoice, invoice.id, ['status', 'remainingAmount']))?.fields).toMatchObject({
      status: 'Open',
      remainingAmount: amount('172.94'),
    })
  })

  it('are not what is no payment, and nothing for what is no entry number', async () => {
    const invoice = posted([['1928-S', '3']])
    const ids = [String(tenant.finance.entryOf(String(invoice.number))), '999999', 'abc']
    expect((await connector.reader.read(ledgerPayment, tenant.ref, ids, [])).size).toBe(0)
  })
})
