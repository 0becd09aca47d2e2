import { describe, expect, it } from 'vitest'
import { DoesNotFit } from '../rule.ts'
import { countryCode } from './country-code.ts'
import { currencyDigits } from './currency-digits.ts'
import { phoneNumber } from './phone-number.ts'
import { cut, requiredText, text } from './text.ts'

describe('text', () => {
  it('trims, keeps what fits, and makes blank empty', () => {
    expect(text(5).convert(' abc ')).toBe('abc')
    expect(text(5).convert('   ')).toBeNull()
    expect(text(5).convert(null)).toBeNull()
  })
  it('refuses what is too long, with both lengths', () => {
    expect(() => text(5).convert('abcdef')).toThrow('has 6 characters, the field takes 5')
  })
  it('refuses an empty required text', () => {
    expect(() => requiredText(5).convert(' ')).toThrow(DoesNotFit)
    expect(requiredText(5).convert('abc')).toBe('abc')
  })
  it('cuts where the rest does not matter', () => {
    expect(cut(3).convert('abcdef')).toBe('abc')
    expect(cut(3).convert(null)).toBeNull()
  })
})

describe('country code', () => {
  it.each([
    ['US', 'US'],
    ['us', 'US'],
    ['United States', 'US'],
    ['USA', 'US'],
    ['uk', 'GB'],
    ['United Kingdom', 'GB'],
    ['Germany', 'DE'],
    ['The Netherlands', 'NL'],
    [' ', null],
    [null, null],
  ])('%s → %s', (country, code) => {
    expect(countryCode.convert(country)).toBe(code)
  })
  it('refuses what is no country', () => {
    expect(() => countryCode.convert('Atlantis')).toThrow('"Atlantis" is not a country we know')
  })
})

describe('phone number', () => {
  it.each([
    ['+1 404 555 0100', '+1 404 555 0100'],
    ['+1 404 555 0100 ext. 7', '+1 404 555 0100'],
    ['call me', null],
    [null, null],
  ])('%s → %s', (entered, number) => {
    expect(phoneNumber.convert(entered)).toBe(number)
  })
  it('refuses what is too long', () => {
    expect(() => phoneNumber.convert('1'.repeat(31))).toThrow(DoesNotFit)
  })
})

describe('digits of a currency', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['', 2],
    ['STALLMARK', 2],
  ])('%s: %i', (code, digits) => {
    expect(currencyDigits(code)).toBe(digits)
  })
})
