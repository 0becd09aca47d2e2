import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import { customer, item, salesInvoice, salesOrder } from '../../../bridge/src/connectors/business-central/entities.ts'
import type { Entity } from '../../../bridge/src/engine/entity.ts'
import { Misconfigured, Rejected, RetryLater } from '../../../bridge/src/engine/errors.ts'
import { connected } from './connected.ts'

const on = connected()
const amount = (value: string) => new Decimal(value)

describe('plain records', () => {
  it('carry the fields that were asked for, exact, with their version', async () => {
    const { id } = on.rowOf('items', '1896-S')
    expect(await on.read(item, id, ['number', 'type', 'unitPrice', 'blocked'])).toEqual({
      id,
      version: expect.stringMatching(/^W\//) as string,
      fields: { id, number: '1896-S', type: 'Inventory', unitPrice: amount('1000.8'), blocked: false },
    })
  })

  it('keep every digit of an amount that a double cannot hold', async () => {
    const { id } = on.rowOf('items', '1896-S')
    on.tenant.finance.change('items', id, { unitPrice: '12345678901234.56789' })
    expect((await on.read(item, id, ['unitPrice']))?.fields.unitPrice).toEqual(amount('12345678901234.56789'))
  })

  it('are absent when they are gone', async () => {
    const { id } = on.rowOf('items', '1896-S')
    const found = await on.connector.reader.read(item, on.tenant.ref, [id, crypto.randomUUID()], ['number'])
    expect([...found.keys()]).toEqual([id])
  })

  it('come many in one call', async () => {
    const ids = Array.from({ length: 120 }, () => crypto.randomUUID())
    const known = on.tenant.company
      .table('items')
      .all()
      .map(({ id }) => id)
    const found = await on.connector.reader.read(item, on.tenant.ref, [...ids, ...known], ['number'])
    expect([...found.keys()].sort()).toEqual([...known].sort())
    expect(on.tenant.calls()).toHaveLength(1)
  })

  it('bring the fields of their lines that were asked for', async () => {
    const draft = on.tenant.finance.make('salesInvoices', '20000', [['1928-S', '3']])
    on.tenant.finance.act('salesInvoices', draft.id, 'post')
    const invoice = await on.read(salesInvoice, draft.id, [
      'status',
      'remainingAmount',
      'dueDate',
      'orderId',
      'salesInvoiceLines.quantity',
      'salesInvoiceLines.itemId',
    ])
    expect(invoice?.fields).toEqual({
      id: draft.id,
      status: 'Open',
      remainingAmount: amount('172.94'),
      dueDate: '2026-12-05',
      orderId: null,
      salesInvoiceLines: [
        { id: expect.any(String) as string, quantity: amount('3'), itemId: on.rowOf('items', '1928-S').id },
      ],
    })
  })
})

describe('customers', () => {
  it('have their blanks as null and their figures beside', async () => {
    const { id } = on.rowOf('customers', '20000')
    const dimensions = ['businessUnit', 'department', 'costCenter', 'project']
    const readable = Object.keys(customer.fields).filter((name) => !dimensions.includes(name))
    const found = await on.read(customer, id, readable)
    expect(found?.fields).toMatchObject({
      addressLine2: null,
      website: null,
      blocked: null,
      creditLimit: amount('20000'),
      paymentTerms: 'Net 14 days',
      balance: amount('0'),
      overdueAmount: amount('0'),
      lastPaymentAmount: amount('172.94'),
      readAt: '2026-11-21T08:00:00.000Z',
    })
  })

  it('show what they owe, what is overdue, and that they are blocked', async () => {
    const owing = await on.read(customer, on.rowOf('customers', '10000').id, [
      'balance',
      'overdueAmount',
      'lastPaymentDate',
    ])
    const { balance, overdueAmount, lastPaymentDate } = owing?.fields ?? {}
    expect((balance as Decimal).gt(overdueAmount as Decimal)).toBe(true)
    expect((overdueAmount as Decimal).gt(0)).toBe(true)
    expect(lastPaymentDate).toBe('2026-10-02')
    expect(
      (await on.read(customer, on.rowOf('customers', '50000').id, ['blocked', 'lastPaymentDate']))?.fields,
    ).toMatchObject({
      blocked: 'All',
      lastPaymentDate: null,
    })
  })

  it('cost no ledger call when nobody asks for payments', async () => {
    await on.read(customer, on.rowOf('customers', '10000').id, ['number', 'balance'])
    expect(on.tenant.calls().map(({ url }) => url.includes('analytics'))).toEqual([false])
  })
})

describe('looking up', () => {
  const find = async (entity: Entity, wanted: readonly Record<string, unknown>[], fields = ['number']) =>
    (await on.connector.reader.find(entity, on.tenant.ref, wanted, fields)).map((found) =>
      found.map((record) => record.fields.number),
    )

  it('answers many questions in one call', async () => {
    const wanted = [{ number: '1896-S' }, { number: 'nothing' }, { number: '1928-S' }]
    expect(await find(item, wanted)).toEqual([['1896-S'], [], ['1928-S']])
    expect(on.tenant.calls()).toHaveLength(1)
  })

  it('finds our reference in either case, and takes quotes for what they are', async () => {
    expect(await find(salesOrder, [{ externalDocumentNumber: 'po-4711' }])).toEqual([[expect.any(String)]])
    expect(await find(customer, [{ displayName: "O'Neill & Söhne, 100% #1" }])).toEqual([[]])
  })

  it('combines fields, blank ones too', async () => {
    const trey = { displayName: 'Trey Research', postalCode: '61236' }
    expect(await find(customer, [trey, { ...trey, postalCode: '1' }, { ...trey, website: null }])).toEqual([
      ['20000'],
      [],
      ['20000'],
    ])
  })

  it('finds tax ids, which the server may not filter by, in one look for the whole batch', async () => {
    const wanted = [{ taxRegistrationNumber: '36-7654321' }, { taxRegistrationNumber: 'none' }]
    expect(await find(customer, wanted)).toEqual([['20000'], []])
    expect(on.tenant.calls()).toHaveLength(1)
  })

  it('asks later only for what has changed, and never finds what is gone or has changed', async () => {
    const wanted = [{ taxRegistrationNumber: '36-7654321' }]
    expect(await find(customer, wanted)).toEqual([['20000']])
    on.tenant.calls()
    const { id } = on.rowOf('customers', '20000')
    on.tenant.finance.change('customers', id, { taxRegistrationNumber: '11-1111111' })
    const other = on.rowOf('customers', '10000').id
    on.tenant.finance.change('customers', other, { taxRegistrationNumber: '36-7654321' })
    expect(await find(customer, wanted)).toEqual([['10000']])
    const [look] = on.tenant.calls()
    expect(decodeURIComponent(look?.url ?? '')).toContain('lastModifiedDateTime ge ')
    on.tenant.company.table('customers').delete(other)
    expect(await find(customer, wanted)).toEqual([[]])
  })

  it('gives figures when they are asked for', async () => {
    const [[found] = []] = await on.connector.reader.find(customer, on.tenant.ref, [{ number: '10000' }], ['balance'])
    expect((found?.fields.balance as Decimal).gt(0)).toBe(true)
  })

  it('knows no records by name', async () => {
    await expect(on.connector.reader.known('standardPricebook', on.tenant.ref)).rejects.toThrow(Rejected)
  })
})

describe('trouble', () => {
  const read = () => on.connector.reader.read(item, on.tenant.ref, [on.rowOf('items', '1896-S').id], ['number'])
  const trouble = async (): Promise<unknown> => read().catch((reason: unknown) => reason)

  it.each([
    ['503', { kind: 'status', status: 503 }],
    ['504', { kind: 'status', status: 504 }],
    ['a connection that broke', { kind: 'drop-connection' }],
    ['a token that was refused', { kind: 'expired-token' }],
  ])('of a moment (%s) is sat out', async (_, fault) => {
    on.tenant.bc.faults.arm({ ...fault, match: 'GET .*items' })
    expect((await read()).size).toBe(1)
  })

  it('of more than a moment is given back', async () => {
    on.tenant.bc.faults.arm({ kind: 'status', status: 503, match: 'items', times: 0 })
    expect(await trouble()).toBeInstanceOf(RetryLater)
  })

  it('with Retry-After says when to come again', async () => {
    on.tenant.bc.faults.arm({ kind: 'status', status: 503, match: 'items', headers: { 'retry-after': '30' } })
    expect(await trouble()).toMatchObject({ name: 'RetryLater', retryAfter: 30 })
    expect(on.tenant.calls()).toHaveLength(1)
  })

  it('of too many calls is not answered with more calls', async () => {
    on.tenant.bc.faults.arm({ kind: 'status', status: 429, match: 'items' })
    const error = await trouble()
    expect(error).toMatchObject({ name: 'RetryLater', retryAfter: undefined })
    expect((error as RetryLater).vendor).toContain('Application_TooManyRequests')
    expect(on.tenant.calls()).toHaveLength(1)
  })

  it('inside a batch is trouble of the whole', async () => {
    on.tenant.bc.faults.arm({ kind: 'status', status: 429, match: '1928-S', headers: { 'retry-after': '9' } })
    const wanted = [{ number: '1896-S' }, { number: '1928-S' }]
    await expect(on.connector.reader.find(item, on.tenant.ref, wanted, ['number'])).rejects.toMatchObject({
      name: 'RetryLater',
      retryAfter: 9,
    })
  })

  it('of a token that stays refused needs an administrator', async () => {
    on.tenant.bc.faults.arm({ kind: 'expired-token', times: 0 })
    const error = await trouble()
    expect(error).toBeInstanceOf(Misconfigured)
    expect((error as Misconfigured).vendor).toMatch(/Authentication_InvalidCredentials.*correlation id/)
    expect(on.tenant.calls()).toHaveLength(2)
  })

  it('of missing rights names what could not be done', async () => {
    const body = { error: { code: 'Authorization_RequestDenied', message: 'You cannot read Item.' } }
    on.tenant.bc.faults.arm({ kind: 'status', status: 403, match: 'items', body })
    expect(await trouble()).toMatchObject({
      name: 'Misconfigured',
      message: 'The application may not read items.',
      vendor: 'Authorization_RequestDenied: You cannot read Item.',
    })
  })
})
