import { Decimal } from 'decimal.js'
import { describe, expect, it } from 'vitest'
import { Doubtful, Rejected } from '../../../engine/errors.ts'
import { ownLines } from './own-lines.ts'
import { linesToRemember } from './written-lines.ts'

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
      { ...line('a', 'x', 6), id: '1' },
      { ...line('b', 'y', 2), id: '2' },
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
    const found = ownLines({ intended: [{ ...line('a', 'x', 6), id: '1' }], lineIds: new Map([['b', '9']]) })
    found.recognise([row('9', 'y', 1), row('2', 'x', 6)])
    expect(known(found)).toEqual({ b: '9' })
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
    expect(own.inDoubt()).toEqual([{ ...line('a', 'x', 1), id: '1' }, line('b', 'y', 2)])
  })

  it('are in doubt when they were made with the document and nobody can tell which is which', () => {
    const own = ownLines({})
    own.made([line('a', 'x', 1), line('b', 'y', 2)], new Map([['a', '1']]))
    expect(own.inDoubt()).toEqual([{ ...line('a', 'x', 1), id: '1' }, line('b', 'y', 2)])
  })
})

describe('lines of which none stands there any more', () => {
  const text = (key: string, description: string) => ({ key, fields: { lineType: 'Comment', description } })
  const said = (id: string, description: string) => ({ id, lineType: 'Comment', quantity: 0, description })
  const lineIds = new Map([
    ['a', '1'],
    ['b', '2'],
    ['t', '3'],
  ])
  const remembered = linesToRemember([line('a', 'x', 1), line('b', 'x', 2), text('t', 'Handle with care')])
  const own = (known: Partial<Parameters<typeof ownLines>[0]> = {}) => ownLines({ lineIds, remembered, ...known })

  it('were made anew where those that do sell as much of the same; those of people stay people’s', () => {
    const lines = own({ remembered: { ...remembered, taxCodes: { a: { wrote: 'R', reads: '10' } } } })
    lines.recognise([row('11', 'x', 2), row('12', 'X', 1), said('13', 'Handle with care'), row('14', 'x', 1)])
    expect(known(lines)).toEqual({ a: '12', b: '11', t: '13' })
    expect([...lines.taxCodes]).toEqual([])
    const stands = own()
    stands.recognise([row('2', 'x', 2), row('12', 'x', 1)])
    expect(known(stands)).toEqual(Object.fromEntries(lineIds))
  })

  it('were deleted where people give a sample of the same, or say something else', () => {
    const lines = own()
    lines.recognise([row('11', 'x', 5), said('13', 'Agreed with Ms. Lee')])
    expect(known(lines)).toEqual(Object.fromEntries(lineIds))
  })

  it('are known by what is wanted where nobody remembers it, or a try broke off after it was written', () => {
    const old = own({ remembered: {} })
    old.recognise([row('11', 'x', 1), row('12', 'x', 4)], [line('a', 'x', 1), line('b', 'x', 3)])
    expect(known(old)).toEqual({ a: '11', b: '2', t: '3' })
    const broken = own()
    broken.recognise([row('11', 'x', 1), row('12', 'x', 3)], [line('a', 'x', 1), line('b', 'x', 3)])
    expect(known(broken)).toEqual({ a: '11', b: '12', t: '3' })
  })

  it('are known by what was sent where the document was made and not finished', () => {
    const lines = ownLines({
      intended: [
        { ...line('a', 'x', 6), id: '1' },
        { ...line('b', 'y', 2), id: '2' },
      ],
    })
    lines.recognise([row('11', 'x', 6), row('12', 'y', 2)], [line('a', 'x', 7), line('b', 'y', 2)])
    expect(known(lines)).toEqual({ a: '11', b: '12' })
  })
})
