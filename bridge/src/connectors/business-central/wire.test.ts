import { Decimal } from 'decimal.js'
import { expect, it } from 'vitest'
import { field } from '../../engine/entity.ts'
import { customer, salesOrder } from './entities.ts'
import { fromWire, literal, newRow, sameValue, toWire } from './wire.ts'

const amount = (value: string) => new Decimal(value)
const zero = '00000000-0000-0000-0000-000000000000'

it.each([
  ['text', field.text(10), '', null],
  ['no text at all', field.text(10), null, null],
  ['day', field.day(), '0001-01-01', null],
  ['instant', field.instant(), '0001-01-01T00:00:00Z', null],
  ['reference', field.reference(), zero, null],
  ['choice', field.choice(['In Review']), '_x0020_', null],
  ['flag', field.flag(), undefined, false],
])('reads an empty %s', (_, kind, wire, value) => {
  expect(fromWire(kind, wire)).toBe(value)
})

it.each([
  ['choice', field.choice(['In Review']), 'In_x0020_Review', 'In Review'],
  ['choice with a blank at its end', field.choice(['Expired']), 'Expired_x0020_', 'Expired'],
  ['reference', field.reference(), 'ABCDEF00-0000-4000-8000-000000000001', 'abcdef00-0000-4000-8000-000000000001'],
  ['day', field.day(), '2026-11-21', '2026-11-21'],
  ['number', field.number(), 172.94, amount('172.94')],
  ['zero', field.number(), 0, amount('0')],
  ['long number, which comes as text', field.number(), '123456789012345.67891', amount('123456789012345.67891')],
])('reads a %s', (_, kind, wire, value) => {
  expect(fromWire(kind, wire)).toEqual(value)
})

it.each([
  ['text', field.text(10), ''],
  ['day', field.day(), '0001-01-01'],
  ['reference', field.reference(), zero],
  ['choice', field.choice(['All']), '_x0020_'],
  ['number', field.number(), 0],
])('empties a %s', (_, kind, wire) => {
  expect(toWire(kind, null)).toBe(wire)
})

it('leaves what is empty out of a new record, lines included: defaults fill it', () => {
  const row = newRow(salesOrder, {
    customerId: 'c',
    externalDocumentNumber: null,
    orderDate: undefined,
    unknown: 1,
    salesOrderLines: [{ key: '1', fields: { lineType: 'Item', description: null, quantity: amount('1.10') } }],
  })
  expect(JSON.stringify(row)).toBe('{"customerId":"c","salesOrderLines":[{"lineType":"Item","quantity":1.1}]}')
})

it.each([
  ['text', field.text(50), "O'Hara", "'O''Hara'"],
  ['choice', field.choice(['In Review']), 'In Review', "'In_x0020_Review'"],
  ['reference', field.reference(), 'abc', 'abc'],
  ['number', field.number(), amount('1e-7'), '0.0000001'],
  ['day', field.day(), '2026-11-21', '2026-11-21'],
  ['flag', field.flag(), true, 'true'],
  ['empty text', field.text(50), null, "''"],
])('filters by a %s', (_, kind, value, text) => {
  expect(literal(kind, value)).toBe(text)
})

it.each([
  ['displayName', 'Acme', 'ACME', false],
  ['country', 'us', 'US', true],
  ['currencyCode', 'usd', 'USD', true],
  ['externalDocumentNumber', 'a01xY', 'A01XY', true],
  ['creditLimit', amount('20000'), amount('20000.00'), true],
  ['creditLimit', amount('0'), null, true],
  ['creditLimit', null, amount('1'), false],
  ['city', null, undefined, true],
])('compares %s: %s and %s', (name, one, other, same) => {
  expect(Object.keys(customer.fields).includes(name) || name === 'externalDocumentNumber').toBe(true)
  expect(sameValue(name, one, other)).toBe(same)
})
