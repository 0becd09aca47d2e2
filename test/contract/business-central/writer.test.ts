import { setImmediate as nextTurn } from 'node:timers/promises'
import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import { customer, salesOrder } from '../../../bridge/src/connectors/business-central/entities.ts'
import type { Entity } from '../../../bridge/src/engine/entity.ts'
import { Doubtful, Misconfigured, Rejected, RetryLater, type SyncError } from '../../../bridge/src/engine/errors.ts'
import type { Written } from '../../../bridge/src/engine/ports.ts'
import { connected } from './connected.ts'

const on = connected()
const amount = (value: string) => new Decimal(value)
const idOf = (set: string, number: string) => on.tenant.finance.row(set, 'number', number).id
const trey = () => idOf('customers', '20000')
const write = (entity: Entity, ...writes: readonly { id?: string; fields: Record<string, unknown> }[]) =>
  on.connector.writer.write(
    entity,
    on.tenant.ref,
    writes.map(({ id, fields }, index) => ({ key: `k${index}`, id, fields })),
  )
const one = async (entity: Entity, fields: Record<string, unknown>, id?: string): Promise<Written> => {
  const [written] = await write(entity, { fields, ...(id !== undefined && { id }) })
  if (!written) throw new Error('no answer')
  return written
}
const errorOf = (written: Written): SyncError => {
  if (written.outcome !== 'failed') throw new Error(`it was ${written.outcome}`)
  return written.error
}
const order = (reference: string, fields: Record<string, unknown> = {}, line: Record<string, unknown> = {}) => ({
  customerId: trey(),
  externalDocumentNumber: reference,
  orderDate: '2026-11-20',
  salesOrderLines: [
    {
      key: '1',
      fields: {
        lineType: 'Item',
        itemId: idOf('items', '1896-S'),
        description: null,
        quantity: amount('2'),
        unitPrice: amount('100.05'),
        ...line,
      },
    },
    {
      key: '2',
      fields: { lineType: 'Item', itemId: idOf('items', '1928-S'), quantity: amount('1.5'), unitPrice: amount('0') },
    },
  ],
  ...fields,
})
const ordersOf = (reference: string) =>
  on.tenant.company.table('salesOrders').filter((row) => row.externalDocumentNumber === reference)

it('cannot repeat a create by key: the engine must look first', () => {
  expect(on.connector.writer.repeatable).toBe('by-look-up')
})

describe('creating', () => {
  it('makes an order with its lines in one call, defaults included, between a look at its customer’s currency and one at its lines', async () => {
    const written = await one(salesOrder, order('REF-1'))
    expect(written).toMatchObject({ outcome: 'inserted', version: expect.stringMatching(/^W\//) as string })
    const [row] = ordersOf('REF-1')
    expect(written).toMatchObject({ id: row?.id })
    expect(row).toMatchObject({ orderDate: '2026-11-20', customerNumber: '20000' })
    const lines = on.tenant.company.table('salesOrderLines').filter((line) => line.documentId === row?.id)
    expect(lines.map((line) => [line.description, line.quantity, line.unitPrice])).toEqual([
      ['ATHENS Desk', '2', '100.05'],
      ['AMSTERDAM Lamp', '1.5', '0'],
    ])
    // What the company counts in is asked once.
    const calls = on.tenant.calls().filter(({ url }) => !url.includes('/companyInformation'))
    expect(calls.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET'])
    expect(calls[0]?.url).toContain('/customers?')
    const [, call] = calls
    expect(written.outcome === 'failed' ? undefined : written.lines?.size).toBe(2)
    expect(call?.requestBody).not.toContain('sequence')
  })

  it('sends every digit of an amount', async () => {
    await one(customer, { displayName: 'Digits', type: 'Company', creditLimit: amount('12345678901234.56789') })
    expect(on.tenant.calls()[0]?.requestBody).toContain('"creditLimit":12345678901234.56789')
  })

  it('writes the neighbours of a record that is refused', async () => {
    const written = await write(
      customer,
      { fields: { displayName: 'One', type: 'Company' } },
      { fields: { displayName: 'x'.repeat(101), type: 'Company' } },
      { fields: { displayName: 'Three', type: 'Person' } },
    )
    expect(written.map(({ outcome }) => outcome)).toEqual(['inserted', 'failed', 'inserted'])
  })

  it.each([
    ['a name that is too long', 'Application_StringExceededLength', () => ({ displayName: 'x'.repeat(101) })],
    ['an empty name', '', () => ({ displayName: '' })],
    ['a phone number with letters', '', () => ({ displayName: 'Phone', phoneNumber: '1-800-FLOWERS' })],
  ])('parks %s with the vendor’s words and what to do', async (_, code, fields) => {
    const error = errorOf(await one(customer, { type: 'Company', ...fields() }))
    expect(error).toBeInstanceOf(Rejected)
    expect(error.message).not.toContain('CorrelationId')
    expect(error.vendor).toContain(code)
    expect(error.vendor).toMatch(/\(correlation id [0-9a-f-]+\)$/)
    expect(error).toHaveProperty('advice', expect.stringMatching(/\w/))
  })

  it.each([
    ['a customer who is blocked', () => order('REF-X', { customerId: idOf('customers', '50000') }), /blocked/i],
    [
      'an item that does not exist',
      () => order('REF-X', {}, { itemId: crypto.randomUUID() }),
      /not in Business Central/i,
    ],
    ['a customer who does not exist', () => order('REF-X', { customerId: crypto.randomUUID() }), /exist|customer/i],
  ])('parks an order of %s whole: nothing is made', async (_, fields, words) => {
    const error = errorOf(await one(salesOrder, fields()))
    expect(error).toBeInstanceOf(Rejected)
    expect(error.message).toMatch(words)
    expect(ordersOf('REF-X')).toEqual([])
  })
})

describe('a create without an answer', () => {
  it.each([
    ['a gateway that timed out', { kind: 'write-done-but-504' }],
    ['a connection that broke after the work', { kind: 'drop-connection', when: 'after' }],
  ])('is in doubt after %s: the order was made', async (_, fault) => {
    on.tenant.bc.faults.arm({ ...fault, match: 'POST .*salesOrders' })
    expect(errorOf(await one(salesOrder, order('REF-2')))).toBeInstanceOf(Doubtful)
    expect(ordersOf('REF-2')).toHaveLength(1)
    const [found] = await on.connector.reader.find(
      salesOrder,
      on.tenant.ref,
      [{ externalDocumentNumber: 'REF-2' }],
      ['number'],
    )
    expect(found?.map(({ id }) => id)).toEqual(ordersOf('REF-2').map(({ id }) => id))
  })

  it.each([
    ['a connection that broke before the work', { kind: 'drop-connection' }],
    ['500', { kind: 'status', status: 500 }],
    ['408', { kind: 'status', status: 408 }],
  ])('is in doubt after %s though nothing was made, and is never sent twice', async (_, fault) => {
    on.tenant.bc.faults.arm({ ...fault, match: 'POST .*salesOrders' })
    expect(errorOf(await one(salesOrder, order('REF-3')))).toBeInstanceOf(Doubtful)
    expect(ordersOf('REF-3')).toEqual([])
    expect(on.tenant.calls().filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  it('is in no doubt when Business Central could not be reached', async () => {
    await on.tenant.bc.close()
    // Connections that are kept hear of it by and by: what is sent on one that is just being closed is in doubt.
    await nextTurn()
    try {
      expect(errorOf(await one(customer, { displayName: 'Nobody', type: 'Company' }))).toBeInstanceOf(RetryLater)
    } finally {
      await on.replaceTenant()
    }
  })

  it.each([
    ['429', { kind: 'status', status: 429 }, undefined],
    ['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '12' } }, 12],
    ['503', { kind: 'status', status: 503, headers: { 'retry-after': '60' } }, 60],
    ['a lock', { kind: 'lock' }, undefined],
  ])('is in no doubt after %s: it comes again', async (_, fault, retryAfter) => {
    on.tenant.bc.faults.arm({ ...fault, match: 'POST .*salesOrders' })
    expect(errorOf(await one(salesOrder, order('REF-4')))).toMatchObject({ name: 'RetryLater', retryAfter })
    expect(await one(salesOrder, order('REF-4'))).toMatchObject({ outcome: 'inserted' })
  })

  it('goes on with a new token when the old one was refused', async () => {
    on.tenant.bc.faults.arm({ kind: 'expired-token', match: 'POST .*salesOrders' })
    expect(await one(salesOrder, order('REF-5'))).toMatchObject({ outcome: 'inserted' })
    expect(ordersOf('REF-5')).toHaveLength(1)
  })

  it('needs an administrator when the application was switched off', async () => {
    on.tenant.bc.setApplication(on.tenant.entra.clientId, false)
    expect(errorOf(await one(salesOrder, order('REF-6')))).toBeInstanceOf(Misconfigured)
  })
})

describe('changing', () => {
  it('sends what differs only, under the version it was compared with', async () => {
    const written = await one(customer, { displayName: 'Trey Research', city: 'Peoria', website: null }, trey())
    expect(written).toMatchObject({ outcome: 'modified', id: trey() })
    const patch = on.tenant.calls().find(({ method }) => method === 'PATCH')
    expect(JSON.parse(patch?.requestBody ?? '')).toEqual({ city: 'Peoria' })
    expect(on.tenant.finance.row('customers', 'id', trey()).city).toBe('Peoria')
  })

  it('sends nothing when nothing differs, codes in either case included', async () => {
    const fields = { displayName: 'Trey Research', country: 'us', creditLimit: amount('20000.00'), website: null }
    expect(await one(customer, fields, trey())).toMatchObject({ outcome: 'unchanged', id: trey() })
    expect(on.tenant.calls().map(({ method }) => method)).toEqual(['GET'])
  })

  it('empties a field', async () => {
    await one(customer, { email: null, creditLimit: null, paymentTermsId: null }, trey())
    expect(on.tenant.finance.row('customers', 'id', trey())).toMatchObject({
      email: '',
      paymentTermsId: '00000000-0000-0000-0000-000000000000',
    })
    expect(Number(on.tenant.finance.row('customers', 'id', trey()).creditLimit)).toBe(0)
  })

  it('reads what is there once for the whole batch', async () => {
    const ids = on.tenant.company
      .table('customers')
      .all()
      .map(({ id }) => id)
    const written = await write(customer, ...ids.map((id) => ({ id, fields: { city: 'Everywhere' } })))
    expect(written.map(({ outcome }) => outcome)).toEqual(ids.map(() => 'modified'))
    expect(on.tenant.calls().filter(({ method }) => method === 'GET')).toHaveLength(1)
  })

  it.each([
    ['a record that somebody else changed meanwhile', { kind: 'stale-etag' }],
    ['a lock', { kind: 'lock' }],
    ['429', { kind: 'status', status: 429 }],
    ['503', { kind: 'status', status: 503 }],
    ['a connection that broke', { kind: 'drop-connection' }],
  ])('comes again after %s', async (_, fault) => {
    on.tenant.bc.faults.arm({ ...fault, match: 'PATCH' })
    expect(errorOf(await one(customer, { city: 'Peoria' }, trey()))).toBeInstanceOf(RetryLater)
    expect(await one(customer, { city: 'Peoria' }, trey())).toMatchObject({ outcome: 'modified' })
  })

  it('finds nothing left to do when a lost change had taken effect', async () => {
    on.tenant.bc.faults.arm({ kind: 'write-done-but-504', match: 'PATCH' })
    expect(errorOf(await one(customer, { city: 'Peoria' }, trey()))).toBeInstanceOf(RetryLater)
    expect(await one(customer, { city: 'Peoria' }, trey())).toMatchObject({ outcome: 'unchanged' })
  })

  it('parks a record that is gone, beside neighbours that are not', async () => {
    const written = await write(
      customer,
      { id: crypto.randomUUID(), fields: { city: 'Nowhere' } },
      { id: trey(), fields: { city: 'Peoria' } },
    )
    expect(written.map(({ outcome }) => outcome)).toEqual(['failed', 'modified'])
    const [gone] = written
    expect(gone && errorOf(gone)).toMatchObject({
      name: 'Rejected',
      message: expect.stringContaining('no longer') as string,
    })
  })

  it('leaves a document alone whose lines are as they are wanted', async () => {
    const made = await one(salesOrder, order('REF-7'))
    const id = made.outcome === 'failed' ? '' : made.id
    expect(await one(salesOrder, order('REF-7'), id)).toMatchObject({ outcome: 'unchanged' })
  })
})
