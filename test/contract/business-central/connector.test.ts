import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  customer,
  item,
  ledgerPayment,
  salesInvoice,
  salesOrder,
  salesOrderProgress,
} from '../../../bridge/src/connectors/business-central/entities.ts'
import { Doubtful, Misconfigured, Rejected, RetryLater } from '../../../bridge/src/engine/errors.ts'
import type { Written } from '../../../bridge/src/engine/ports.ts'
import { startTenant, type Tenant } from './tenant.ts'

let tenant: Tenant
const company = () => tenant.connector.companies[0] ?? { id: '', name: '' }
const books = () => tenant.books
const faults = () => tenant.sandboxes.businessCentral.faults
const row = (number: string) =>
  books()
    .items()
    .find((each) => each.number === number)?.id ?? ''

beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())
beforeEach(() => {
  faults().clear()
  tenant.told.length = 0
})

const failure = (written: Written | undefined) => (written?.outcome === 'failed' ? written.error : undefined)
const write = async (entity: typeof customer | typeof salesOrder, fields: Record<string, unknown>, id?: string) =>
  (await tenant.connector.writer.write(entity, company(), [{ key: 'k', id, fields }]))[0]
let made = 0
const newCustomer = async (fields: Record<string, unknown> = {}) => {
  const written = await write(customer, {
    displayName: `Contract ${++made}`,
    type: 'Company',
    country: 'US',
    ...fields,
  })
  if (written?.outcome !== 'inserted') throw new Error(JSON.stringify(failure(written)))
  return written.id
}
const newOrder = async (customerId: string, reference: string) => {
  const written = await write(salesOrder, {
    customerId,
    externalDocumentNumber: reference,
    salesOrderLines: [
      {
        key: 'a',
        fields: { lineType: 'Item', itemId: row('1896-S'), quantity: new Decimal(2), unitPrice: new Decimal('100.05') },
      },
      {
        key: 'b',
        fields: { lineType: 'Item', itemId: row('1928-S'), quantity: new Decimal(1), unitPrice: new Decimal('10.10') },
      },
    ],
  })
  if (written?.outcome !== 'inserted') throw new Error(String(failure(written)?.message))
  return written.id
}

describe('reading', () => {
  it('gives items with exact prices, and leaves out what is not there', async () => {
    const id = row('1896-S')
    const found = await tenant.connector.reader.read(
      item,
      company(),
      [id, crypto.randomUUID()],
      ['number', 'unitPrice', 'blocked'],
    )
    expect([...found.keys()]).toEqual([id])
    expect(found.get(id)?.fields).toMatchObject({ number: '1896-S', blocked: false })
    expect(found.get(id)?.fields.unitPrice).toEqual(
      new Decimal(
        String(
          books()
            .items()
            .find((each) => each.id === id)?.unitPrice,
        ),
      ),
    )
    expect(found.get(id)?.version).toMatch(/^W\//)
  })

  it('reads what Business Central leaves blank as null', async () => {
    const id = await newCustomer()
    const found = await tenant.connector.reader.read(
      customer,
      company(),
      [id],
      ['addressLine2', 'blocked', 'taxRegistrationNumber', 'lastPaymentDate', 'balance', 'paymentTerms'],
    )
    expect(found.get(id)?.fields).toMatchObject({
      addressLine2: null,
      blocked: null,
      taxRegistrationNumber: null,
      lastPaymentDate: null,
    })
    expect(found.get(id)?.fields.balance).toEqual(new Decimal(0))
  })

  it('reads many records in few calls', async () => {
    const ids = books()
      .items()
      .map((each) => each.id)
    const mark = tenant.sandboxes.businessCentral.journal.mark()
    const found = await tenant.connector.reader.read(item, company(), ids, ['number'])
    expect(found.size).toBe(ids.length)
    expect(tenant.sandboxes.businessCentral.journal.calls(mark)).toHaveLength(Math.ceil(ids.length / 40))
  })

  it('finds customers by name and postal code, by quotes in names, and by a tax id that cannot be filtered by', async () => {
    const id = await newCustomer({ displayName: "O'Hara & Sons", postalCode: '31772', taxRegistrationNumber: 'TAX-77' })
    const by = async (wanted: Record<string, unknown>) =>
      (await tenant.connector.reader.find(customer, company(), [wanted], ['number']))[0]?.map((each) => each.id)
    expect(await by({ displayName: "O'Hara & Sons", postalCode: '31772' })).toEqual([id])
    expect(await by({ taxRegistrationNumber: 'TAX-77' })).toEqual([id])
    expect(await by({ taxRegistrationNumber: 'TAX-78' })).toEqual([])
    expect(await by({ displayName: 'Nobody at all' })).toEqual([])
  })

  it('tells how far an order has come, also when posting has deleted it or somebody has', async () => {
    const orderId = await newOrder(await newCustomer(), 'PROGRESS-1')
    const progress = async (id: string) =>
      (await tenant.connector.reader.read(salesOrderProgress, company(), [id], [])).get(id)?.fields
    expect(await progress(orderId)).toMatchObject({ status: 'Draft', shippedPercent: new Decimal(0) })
    await books().shipAndInvoice(orderId)
    expect(await progress(orderId)).toMatchObject({ status: 'Invoiced', invoicedPercent: new Decimal(100) })
    expect(await progress(crypto.randomUUID())).toMatchObject({ status: 'Deleted', number: null })
  })

  it('puts a payment together from the ledger, with what it closed', async () => {
    const orderId = await newOrder(await newCustomer(), 'LEDGER-1')
    await books().shipAndInvoice(orderId)
    const [invoice] = books().salesInvoices(orderId)
    await tenant.connector.changes.find((source) => source.name.includes('ledger'))?.poll?.(tenant.sink)
    tenant.told.length = 0
    await books().pay(String(invoice?.number), '50.05')
    await tenant.connector.changes.find((source) => source.name.includes('ledger'))?.poll?.(tenant.sink)
    expect(tenant.told.map((change) => change.entity.name).sort()).toEqual([
      'customer',
      'ledgerPayment',
      'salesInvoice',
    ])
    const id = tenant.told.find((change) => change.entity.name === 'ledgerPayment')?.id ?? ''
    const payment = (await tenant.connector.reader.read(ledgerPayment, company(), [id], [])).get(id)
    expect(payment?.fields).toMatchObject({ documentType: 'Payment', customerId: invoice?.customerId })
    expect(String(payment?.fields.amount)).toBe('50.05')
    expect(String(payment?.fields.unappliedAmount)).toBe('0')
    const applications = payment?.fields.applications as readonly Record<string, unknown>[]
    expect(applications.map(({ invoiceId, amount }) => [invoiceId, String(amount)])).toEqual([[invoice?.id, '50.05']])
    const read = await tenant.connector.reader.read(
      salesInvoice,
      company(),
      [String(invoice?.id)],
      ['remainingAmount', 'totalAmountIncludingTax'],
    )
    const { remainingAmount, totalAmountIncludingTax } = read.get(String(invoice?.id))?.fields ?? {}
    expect((totalAmountIncludingTax as Decimal).minus(remainingAmount as Decimal)).toEqual(new Decimal('50.05'))
  })
})

describe('writing', () => {
  it('creates an order with its lines in one call', async () => {
    const mark = tenant.sandboxes.businessCentral.journal.mark()
    const customerId = await newCustomer()
    const id = await newOrder(customerId, 'LINES-1')
    const writes = tenant.sandboxes.businessCentral.journal.calls(mark).filter((call) => call.write)
    expect(writes).toHaveLength(2)
    expect(
      books()
        .linesOf('salesOrderLines', id)
        .map((line) => [line.lineObjectNumber, String(line.unitPrice)]),
    ).toEqual([
      ['1896-S', '100.05'],
      ['1928-S', '10.1'],
    ])
  })

  it('sends only what differs, and nothing when nothing does', async () => {
    const id = await newCustomer({ city: 'Atlanta' })
    expect(await write(customer, { city: 'Atlanta', displayName: `Contract ${made}` }, id)).toMatchObject({
      outcome: 'unchanged',
    })
    const mark = tenant.sandboxes.businessCentral.journal.mark()
    expect(await write(customer, { city: 'Savannah', country: 'US' }, id)).toMatchObject({ outcome: 'modified' })
    const [patch] = tenant.sandboxes.businessCentral.journal.calls(mark).filter((call) => call.method === 'PATCH')
    expect(JSON.parse(patch?.requestBody ?? '{}')).toEqual({ city: 'Savannah' })
  })

  it('clears a field with null', async () => {
    const id = await newCustomer({ city: 'Atlanta' })
    expect(await write(customer, { city: null }, id)).toMatchObject({ outcome: 'modified' })
    expect(books().customers(`Contract ${made}`)[0]?.city).toBe('')
  })

  it('parks what Business Central refuses, with its own words, and writes the neighbours', async () => {
    const written = await tenant.connector.writer.write(customer, company(), [
      { key: 'a', id: undefined, fields: { displayName: 'Neighbour one', type: 'Company' } },
      { key: 'b', id: undefined, fields: { displayName: 'x'.repeat(101), type: 'Company' } },
      { key: 'c', id: undefined, fields: { displayName: 'Neighbour two', type: 'Company' } },
    ])
    expect(written.map((each) => each.outcome)).toEqual(['inserted', 'failed', 'inserted'])
    expect(failure(written[1])).toBeInstanceOf(Rejected)
    expect(failure(written[1])?.vendor).toContain('Application_StringExceededLength')
  })

  it('calls a create doubtful when the answer was lost, though the record was made', async () => {
    faults().arm({ kind: 'write-done-but-504', match: 'POST .*customers' })
    expect(failure(await write(customer, { displayName: 'Lost answer', type: 'Company' }))).toBeInstanceOf(Doubtful)
    expect(books().customers('Lost answer')).toHaveLength(1)
  })

  it.each([
    ['a lock', { kind: 'lock', match: 'PATCH' }],
    ['429 without Retry-After', { kind: 'status', status: 429, match: 'PATCH' }],
    ['503', { kind: 'status', status: 503, match: 'PATCH' }],
    ['a lost connection', { kind: 'drop-connection', match: 'PATCH' }],
  ])('comes back later after %s', async (_, fault) => {
    const id = await newCustomer()
    faults().arm(fault)
    expect(failure(await write(customer, { city: 'Macon' }, id))).toBeInstanceOf(RetryLater)
    expect(await write(customer, { city: 'Macon' }, id)).toMatchObject({ outcome: 'modified' })
  })

  it('obeys Retry-After', async () => {
    const id = await newCustomer()
    faults().arm({ kind: 'status', status: 429, match: 'PATCH', headers: { 'retry-after': '17' } })
    const error = failure(await write(customer, { city: 'Macon' }, id))
    expect(error).toBeInstanceOf(RetryLater)
    expect((error as RetryLater).retryAfter).toBe(17)
  })

  it('parks an update of a record that was deleted', async () => {
    const error = failure(await write(customer, { city: 'Macon' }, crypto.randomUUID()))
    expect(error).toBeInstanceOf(Rejected)
    expect(error?.message).toContain('no longer in Business Central')
  })
})

describe('signing in', () => {
  it('renews a token that is refused', async () => {
    faults().arm({ kind: 'expired-token' })
    expect((await tenant.connector.reader.read(item, company(), [row('1896-S')], ['number'])).size).toBe(1)
  })

  it('names the companies there are when one does not exist', async () => {
    await expect(tenant.connect({ companies: ['CRONUS Moon'] })).rejects.toThrow(Misconfigured)
    await expect(tenant.connect({ companies: ['CRONUS Moon'] })).rejects.toMatchObject({
      advice: expect.stringContaining(company().name) as string,
    })
  })

  it('explains a wrong secret with Entra’s own code', async () => {
    const failed = tenant.connect({ clientSecret: 'wrong' })
    await expect(failed).rejects.toThrow('AADSTS7000215')
    await expect(failed).rejects.toMatchObject({ advice: expect.stringContaining('BC_CLIENT_SECRET') as string })
  })

  it('says what to do when the application is not enabled in Business Central', async () => {
    const { businessCentral, entra } = tenant.sandboxes
    businessCentral.setApplication(entra.clientId, false)
    await expect(tenant.connect()).rejects.toMatchObject({
      advice: expect.stringContaining('Microsoft Entra Applications') as string,
    })
    businessCentral.setApplication(entra.clientId, true)
  })
})

describe('checking', () => {
  it('finds everything in order', async () => {
    const checks = await tenant.connector.check()
    expect(checks.filter((check) => !check.ok)).toEqual([])
    expect(checks.some((check) => check.name.endsWith('customer ledger'))).toBe(true)
  })
})
