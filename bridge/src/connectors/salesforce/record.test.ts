import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import { exactNumber, parseExactJson } from '../../protocols/exact-json.ts'
import { decode, encode, valueAt } from './record.ts'

describe('numbers', () => {
  it('keep every digit on the way in and out', () => {
    const row = parseExactJson('{"a":1234567890123456.78,"b":0.1,"c":-5,"d":1.2E7,"e":"1"}') as Record<string, unknown>
    expect(row).toEqual({ a: '1234567890123456.78', b: 0.1, c: -5, d: 12_000_000, e: '1' })
    const decimal = decode(row.a, { kind: 'number' }) as Decimal
    expect(decimal.toFixed()).toBe('1234567890123456.78')
    expect(JSON.stringify({ a: exactNumber(decimal) })).toBe('{"a":1234567890123456.78}')
    expect(JSON.stringify({ a: encode(new Decimal('1e-7'), { kind: 'number' }) })).toBe('{"a":0.0000001}')
  })
})

describe('decode', () => {
  it.each([
    ['', 'text', null],
    [undefined, 'choice', null],
    [null, 'flag', false],
    [true, 'flag', true],
    ['2026-05-06', 'day', '2026-05-06'],
    ['2026-05-06T11:30:00.000+0000', 'instant', '2026-05-06T11:30:00.000Z'],
    ['2026-05-06T11:30:00.000+0200', 'instant', '2026-05-06T09:30:00.000Z'],
    [null, 'number', null],
  ] as const)('%s as %s is %s', (value, kind, expected) => {
    expect(decode(value, { kind })).toBe(expected)
  })
})

describe('encode', () => {
  it('stores no empty text and no empty flag', () => {
    expect(encode('', { kind: 'text' })).toBeNull()
    expect(encode(null, { kind: 'flag' })).toBe(false)
  })
})

it('finds a value through a parent, and nothing through none', () => {
  expect(valueAt({ Product2: { Name: 'Desk' } }, 'Product2.Name')).toBe('Desk')
  expect(valueAt({ Product2: null }, 'Product2.Name')).toBeNull()
})
