import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import {
  ledgerPayment,
  salesInvoice,
  salesOrderProgress,
} from '../../../bridge/src/connectors/business-central/entities.ts'
import { connected } from './connected.ts'

const on = connected()
const amount = (value: string) => new Decimal(value)

describe('how far an order has come', () => {
  const progress = async (id: string) => (await on.read(salesOrderProgress, id, []))?.fields
  const order = () =>
    on.tenant.finance.make('salesOrders', '10000', [
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
    on.tenant.finance.change('salesOrders', id, { status: 'In_x0020_Review' })
    expect(await progress(id)).toMatchObject({ status: 'In Review' })
    on.tenant.finance.change('salesOrders', id, { status: 'Open' })
    expect(await progress(id)).toMatchObject({ status: 'Released' })
    const [line] = on.tenant.company.table('salesOrderLines').filter((each) => each.documentId === id)
    on.tenant.finance.change('salesOrderLines', String(line?.id), { shippedQuantity: '1' })
    expect(await progress(id)).toMatchObject({ status: 'Partly Shipped', shippedPercent: amount('12.5') })
    on.tenant.finance.change('salesOrderLines', String(line?.id), { shippedQuantity: '3', invoicedQuantity: '2.5' })
    expect(await progress(id)).toMatchObject({
      status: 'Partly Invoiced',
      shippedPercent: amount('37.5'),
      invoicedPercent: amount('31.25'),
    })
  })

  it('is Invoiced when posting has deleted it', async () => {
    const { id, number } = order()
    on.tenant.finance.act('salesOrders', id, 'shipAndInvoice')
    expect(on.tenant.company.table('salesOrders').get(id)).toBeUndefined()
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
    on.tenant.company.table('salesOrders').delete(id)
    expect(await progress(id)).toMatchObject({ status: 'Deleted', number: null, invoicedPercent: null })
  })
})

describe('payments', () => {
  const posted = (lines: readonly (readonly [string, string])[]) => {
    const draft = on.tenant.finance.make('salesInvoices', '20000', lines)
    on.tenant.finance.act('salesInvoices', draft.id, 'post')
    return on.tenant.finance.row('salesInvoices', 'id', draft.id)
  }
  const applied = async (entry: number) => {
    const fields = (await on.read(ledgerPayment, String(entry), []))?.fields
    const applications = fields?.applications as readonly Record<string, unknown>[]
    return {
      amount: String(fields?.amount),
      unapplied: String(fields?.unappliedAmount),
      applications: applications.map(({ invoiceId, amount: part }) => [invoiceId, String(part)]),
    }
  }

  it('tell whose they are, and which invoice they closed in part', async () => {
    const invoice = posted([['1928-S', '3']])
    const entry = on.tenant.finance.pay('20000', '100', invoice)
    const payment = await on.read(ledgerPayment, String(entry), [])
    expect(payment?.fields).toMatchObject({
      id: String(entry),
      documentType: 'Payment',
      customerId: on.rowOf('customers', '20000').id,
      postingDate: '2026-11-21',
      currencyCode: 'USD',
    })
    expect(await applied(entry)).toEqual({ amount: '100', unapplied: '0', applications: [[invoice.id, '100']] })
  })

  it('may close several invoices and leave something over', async () => {
    const [first, second] = [posted([['1928-S', '3']]), posted([['1928-S', '1']])]
    const entry = on.tenant.finance.pay('20000', '250')
    on.tenant.finance.apply(entry, on.tenant.finance.entryOf(String(first.number)))
    on.tenant.finance.apply(entry, on.tenant.finance.entryOf(String(second.number)), '50.05')
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
    const entry = on.tenant.finance.pay('20000', '60')
    on.tenant.finance.apply(on.tenant.finance.entryOf(String(invoice.number)), entry)
    expect(await applied(entry)).toEqual({ amount: '60', unapplied: '0', applications: [[invoice.id, '60']] })
  })

  it('do not show an application that was taken back', async () => {
    const invoice = posted([['1928-S', '3']])
    const entry = on.tenant.finance.pay('20000', '100', invoice)
    on.tenant.finance.unapplyLast()
    expect(await applied(entry)).toEqual({
      amount: '100',
      unapplied: '100',
      applications: [],
    })
    expect((await on.read(salesInvoice, invoice.id, ['status', 'remainingAmount']))?.fields).toMatchObject({
      status: 'Open',
      remainingAmount: amount('172.94'),
    })
  })

  it('are not what is no payment, and nothing for what is no entry number', async () => {
    const invoice = posted([['1928-S', '3']])
    const ids = [String(on.tenant.finance.entryOf(String(invoice.number))), '999999', 'abc']
    expect((await on.connector.reader.read(ledgerPayment, on.tenant.ref, ids, [])).size).toBe(0)
  })
})
