import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import { pairLines } from './pair-lines.ts'

const line = (key: string, item: string, quantity: number) => ({
  key,
  fields: { lineType: 'Item', itemId: item, quantity: new Decimal(quantity) },
})
const row = (id: string, item: string, quantity: number) => ({ id, lineType: 'Item', itemId: item, quantity })
const none = new Map<string, string>()
const ids = (pairs: ReturnType<typeof pairLines>) => ({
  paired: Object.fromEntries([...pairs.paired].map(([key, each]) => [key, each.id])),
  superfluous: pairs.superfluous.map((each) => each.id),
})

describe('lines of a document that is there', () => {
  it('are known by their links, whatever they say', () => {
    const written = new Map([
      ['a', '1'],
      ['b', '2'],
    ])
    const pairs = pairLines([line('b', 'x', 1), line('a', 'y', 2)], [row('1', 'x', 1), row('2', 'x', 1)], {
      ids: written,
    })
    expect(ids(pairs)).toEqual({ paired: { a: '1', b: '2' }, superfluous: [] })
  })

  it('that a lost answer hides are found, since nothing tells them apart', () => {
    const pairs = pairLines([line('a', 'x', 1), line('b', 'x', 1)], [row('1', 'x', 1), row('2', 'x', 1)], { ids: none })
    expect(ids(pairs).paired).toEqual({ a: '1', b: '2' })
  })

  it('that people added are nobody’s, also when they are of the same article', () => {
    const pairs = pairLines([line('a', 'x', 1)], [row('1', 'x', 5)], { ids: none })
    expect(ids(pairs)).toEqual({ paired: {}, superfluous: [] })
  })

  it('that we wrote for lines which are gone are taken over by the same article, or are to go', () => {
    const written = new Map([
      ['old', '1'],
      ['older', '2'],
    ])
    const pairs = pairLines([line('new', 'x', 3)], [row('1', 'x', 1), row('2', 'y', 1)], { ids: written })
    expect(ids(pairs)).toEqual({ paired: { new: '1' }, superfluous: ['2'] })
  })

  it('of a document that is joined are taken over by the same article, and none is to go', () => {
    const pairs = pairLines([line('a', 'x', 3)], [row('1', 'x', 1), row('2', 'y', 1)], { ids: none, joins: true })
    expect(ids(pairs)).toEqual({ paired: { a: '1' }, superfluous: [] })
  })

  it('that people left are nobody’s, also where none of ours stands any more', () => {
    const text = { key: 't', fields: { lineType: 'Comment', description: 'Ring twice' } }
    const written = new Map([
      ['a', '1'],
      ['t', '2'],
    ])
    const theirs = [row('11', 'x', 3), { id: '12', lineType: 'Comment', description: 'Agreed with Ms. Lee' }]
    expect(ids(pairLines([line('a', 'x', 1), text], theirs, { ids: written }))).toEqual({ paired: {}, superfluous: [] })
    const some = [row('1', 'x', 3), row('12', 'x', 2)]
    const both = new Map([...written, ['b', '3']])
    expect(ids(pairLines([line('a', 'x', 1), line('b', 'x', 2)], some, { ids: both })).paired).toEqual({
      a: '1',
      b: '12',
    })
    expect(ids(pairLines([line('c', 'x', 4)], some, { ids: new Map([['d', '1']]) })).paired).toEqual({ c: '1' })
  })

  it('that were deleted there are missing, not guessed', () => {
    const pairs = pairLines([line('a', 'x', 1)], [row('2', 'y', 1)], { ids: new Map([['a', '1']]) })
    expect(ids(pairs)).toEqual({ paired: {}, superfluous: [] })
  })
})
