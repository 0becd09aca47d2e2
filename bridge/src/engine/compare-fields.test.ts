import { Decimal } from 'decimal.js'
import { expect, it } from 'vitest'
import { agreedAfter, compareFields } from './compare-fields.ts'

interface Options {
  readonly shared?: readonly string[]
  readonly conflict?: 'source' | 'target' | 'ask'
  readonly held?: Record<string, unknown>
}

const compare = (
  ours: Record<string, unknown>,
  theirs: Record<string, unknown>,
  agreed: Record<string, unknown> | undefined,
  { shared = [], conflict = 'source', held = {} }: Options = {},
) =>
  compareFields(
    { ours, theirs, agreed: agreed && { fields: agreed, held } },
    { isShared: (field) => shared.includes(field), conflict },
  )

it('writes what the source has changed, and nothing when nothing has', () => {
  expect(compare({ a: 'new' }, { a: 'old' }, { a: 'old' })).toMatchObject({ write: true, putBack: [], leave: [] })
  expect(compare({ a: 'old' }, { a: 'old' }, { a: 'old' })).toMatchObject({ write: false })
})

it('puts back what somebody else has edited, and names both values', () => {
  const { write, putBack } = compare({ a: 'ours', b: 1 }, { a: 'theirs', b: 1 }, { a: 'ours', b: 1 })
  expect(write).toBe(true)
  expect(putBack).toEqual([{ field: 'a', ours: 'ours', theirs: 'theirs' }])
})

it('does not fight with the form in which the target keeps a value', () => {
  const held = { a: 'US' }
  const quiet = compare({ a: 'usa' }, { a: 'US' }, { a: 'usa' }, { held })
  expect(quiet).toMatchObject({ write: false, putBack: [] })
  expect(quiet.agreed).toEqual({ fields: { a: 'usa' }, held })
  expect(compare({ a: 'usa' }, { a: 'DE' }, { a: 'usa' }, { held }).putBack).toHaveLength(1)
  expect(agreedAfter({ fields: { a: 'usa', b: 'x' }, held: {} }, { a: 'US', b: 'x ' })).toEqual({
    fields: { a: 'usa', b: 'x' },
    held,
  })
})

it('takes amounts by value, blanks and empties for nothing', () => {
  const ours = { a: new Decimal('1.50'), b: null, c: ' x' }
  expect(compare(ours, { a: new Decimal('1.5'), b: '', c: 'x' }, undefined)).toMatchObject({ write: false })
})

it('merges edits of different fields', () => {
  const both = compare({ a: 'A2', b: 'B1' }, { a: 'A1', b: 'B2' }, { a: 'A1', b: 'B1' }, { shared: ['a', 'b'] })
  expect(both).toMatchObject({ write: true, leave: ['b'], putBack: [], asked: [] })
  expect(both.agreed).toEqual({ fields: { a: 'A2', b: 'B1' }, held: { b: 'B2' } })
  // The flow back has brought B2 over: nothing is left to do, and a later edit of ours is ours alone.
  expect(compare({ b: 'B2' }, { b: 'B2' }, { b: 'B1' }, { shared: ['b'], held: { b: 'B2' } }).write).toBe(false)
  expect(compare({ b: 'B3' }, { b: 'B2' }, { b: 'B1' }, { shared: ['b'], held: { b: 'B2' } }).write).toBe(true)
})

it('obeys the conflict rule when both sides edited a shared field', () => {
  const sides = [{ a: 'ours' }, { a: 'theirs' }, { a: 'old' }] as const
  expect(compare(...sides, { shared: ['a'] })).toMatchObject({ write: true, leave: [] })
  const theirs = compare(...sides, { shared: ['a'], conflict: 'target' })
  expect(theirs).toMatchObject({ write: false, leave: ['a'], agreed: { fields: { a: 'ours' }, held: { a: 'theirs' } } })
  const asked = compare(...sides, { shared: ['a'], conflict: 'ask' })
  expect(asked.asked).toEqual([{ field: 'a', ours: 'ours', theirs: 'theirs' }])
  expect(compare({ a: 'same' }, { a: 'same' }, { a: 'old' }, { shared: ['a'], conflict: 'ask' }).asked).toEqual([])
})

it('fills what is empty on either side when they meet for the first time', () => {
  const first = { shared: ['a', 'b', 'c'], conflict: 'ask' as const }
  const met = compare({ a: null, b: 'B', c: 'C' }, { a: 'A', b: null, c: 'other' }, undefined, first)
  expect(met).toMatchObject({ write: true, leave: ['a'] })
  expect(met.asked.map(({ field }) => field)).toEqual(['c'])
})
