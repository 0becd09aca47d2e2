import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyOf, escapeMember, queryString, textLiteral, unescapeMember } from './odata.ts'

it.each([
  ['In Review', 'In_x0020_Review'],
  ['Non-Inventory', 'Non_x002D_Inventory'],
  ['G/L Account', 'G_x002F_L_x0020_Account'],
  ['Open', 'Open'],
])('writes the member %s as %s and reads it back', (name, wire) => {
  expect(escapeMember(name)).toBe(wire)
  expect(unescapeMember(wire)).toBe(name)
})

it('reads the blank member as null and forgives a trailing blank', () => {
  expect(unescapeMember('_x0020_')).toBeNull()
  expect(unescapeMember('Expired_x0020_')).toBe('Expired')
})

it('reads back every printable name it writes', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), (name) => {
      fc.pre(name.trim() !== '' && !/_x[0-9a-f]{4}_/i.test(name))
      expect(unescapeMember(escapeMember(name))).toBe(name.trim())
    }),
  )
})

it('doubles quotes in texts', () => {
  expect(textLiteral("O'Brien")).toBe("'O''Brien'")
})

it('asks for several values of one property', () => {
  expect(anyOf('id', ['a', 'b'])).toBe('id eq a or id eq b')
})

it('builds an encoded query string and leaves out what is not said', () => {
  expect(queryString({ $filter: "displayName eq 'A & B'", $top: 2, $select: undefined })).toBe(
    "?$filter=displayName%20eq%20'A%20%26%20B'&$top=2",
  )
  expect(queryString({})).toBe('')
})
