import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exactNumber, parseExactJson } from './exact-json.ts'

it('keeps short numbers as numbers and long ones as their text', () => {
  expect(parseExactJson('{"a":172.94,"b":123456789012345.6789,"c":"1.50"}')).toEqual({
    a: 172.94,
    b: '123456789012345.6789',
    c: '1.50',
  })
})

it('writes a decimal with all its digits, never in exponents', () => {
  expect(JSON.stringify({ amount: exactNumber(new Decimal('123456789012345.6789')) })).toBe(
    '{"amount":123456789012345.6789}',
  )
  expect(JSON.stringify([exactNumber(new Decimal('0.0000001'))])).toBe('[0.0000001]')
})

it('gives back every amount of up to 18 digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }), fc.nat(5), (digits, places) => {
      const amount = new Decimal(digits.toString()).div(new Decimal(10).pow(places))
      const [back] = parseExactJson(JSON.stringify([exactNumber(amount)])) as [unknown]
      expect(new Decimal(String(back)).eq(amount)).toBe(true)
    }),
  )
})
