import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import { Doubtful, Rejected } from '../../../engine/errors.ts'
import { ownLines } from './own-lines.ts'

const line = (key: string, item: string, quantity: number) => ({
  key,
  fields: { lineType: 'Item', itemId: item, quantity: new Decimal(quantity) },
})
const row = (id: string, item: string, quantity: number) => ({ id, lineType: 'Item', itemId: item, quantity })
const known = (own: ReturnType<typeof ownLines>) => Object.fromEntries(own.ids())

describe('lines of which nobody knows whether they were added', () => {
  it('are found by what was sent', () => {
    const own = ownLines({ intended: [line('a', 'x', 6), line('b', 'y', 2), line('c', 'z', 1)] })
    own.recognise([row('1', 'x', 6), row('2', 'y', 2)])
    expect(known(own)).toEqual({ a: '1', b: '2' })
    expect(own.inDoubt()).toEqual([
      { key: 'a', id: '1', fields: {} },
      { key: 'b', id: '2', fields: {} },
    ])
  })

  it('are one each, however often they were sent and whoever added the same', () => {
    const own = ownLines({ intended: [line('a', 'x', 6), line('a', 'x', 7)] })
    own.recognise([row('1', 'x', 7), row('2', 'x', 6), row('3', 'x', 6)])
    expect(known(own)).toEqual({ a: '2' })
  })

  it('are not looked for when it is known which they are, or were', () => {
    const linked = ownLines({ intended: [line('a', 'x', 6)], lineIds: new Map([['a', '1']]) })
    linked.recognise([row('1', 'x', 6), row('2', 'x', 6)])
    expect(linked.inDoubt()).toEqual([])
    const found = ownLines({ intended: [{ ...line('a', 'x', 6), id: '1' }] })
    found.recognise([row('2', 'x', 6)])
    expect(known(found)).toEqual({})
    expect(found.inDoubt()).toEqual([])
  })

  it('are looked for once: what was removed is not found in what people added', () => {
    const own = ownLines({ intended: [line('a', 'x', 6)] })
    const rows = [row('1', 'x', 6), row('2', 'x', 6)]
    own.recognise(rows)
    own.removed('1')
    own.recognise(rows)
    expect(known(own)).toEqual({})
    expect(own.inDoubt()).toEqual([])
  })
})

describe('lines that are added', () => {
  it('are ours, in doubt, or were never made', async () => {
    const own = ownLines({})
    expect(own.inDoubt()).toBeUndefined()
    own.recognise([])
    await own.add(line('a', 'x', 1), () => Promise.resolve('1'))
    await expect(own.add(line('b', 'y', 2), () => Promise.reject(new Doubtful('?')))).rejects.toThrow('?')
    const no = new Rejected('No.', { advice: '' })
    await expect(own.add(line('c', 'z', 3), () => Promise.reject(no))).rejects.toThrow('No.')
    expect(own.inDoubt()).toEqual([{ key: 'a', id: '1', fields: {} }, line('b', 'y', 2)])
  })

  it('are in doubt when they were made with the document and nobody can tell which is which', () => {
    const own = ownLines({})
    own.made([line('a', 'x', 1), line('b', 'y', 2)], new Map([['a', '1']]))
    expect(own.inDoubt()).toEqual([{ key: 'a', id: '1', fields: {} }, line('b', 'y', 2)])
  })
})
