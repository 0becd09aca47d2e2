import { Decimal } from 'decimal.js'
import { expect, test } from 'vitest'
import { hashOf } from './hash-of.ts'

test('equal values give the same hash, whatever their order and notation', () => {
  const one = hashOf('t', { name: 'A', amount: new Decimal('10.0'), gone: undefined, lines: [{ a: 1, b: null }] })
  const other = hashOf('t', { lines: [{ b: null, a: 1 }], amount: new Decimal('10'), name: 'A' })
  expect(one).toBe(other)
})

test('another record, amount, text, order of lines or emptiness gives another one', () => {
  const fields = { amount: new Decimal('0.1'), text: 'x', lines: [1, 2] }
  const different = [
    hashOf('t', fields),
    hashOf('u', fields),
    hashOf('t', { ...fields, amount: new Decimal('0.10000000000000000001') }),
    hashOf('t', { ...fields, amount: '0.1' }),
    hashOf('t', { ...fields, lines: [2, 1] }),
    hashOf('t', { ...fields, text: null }),
    hashOf('t', { amount: new Decimal('0.1'), lines: [1, 2] }),
  ]
  expect(new Set(different).size).toBe(different.length)
})
