import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldPosition, toBitmaps, toHex } from './bitmaps.ts'

/** Reads bitmaps the way the guide tells clients to: reverse the bytes, bit i is field i. */
function readBitmaps(bitmaps: readonly string[]): FieldPosition[] {
  return bitmaps.flatMap((text) => {
    const [, compound, hex = ''] = /^(?:(\d+)-)?0x([0-9A-F]+)$/.exec(text) ?? []
    const bytes = Buffer.from(hex, 'hex').reverse()
    const indexes = [...bytes].flatMap((byte, at) =>
      [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (1 << bit)).map((bit) => at * 8 + bit),
    )
    return indexes.map((index) => (compound === undefined ? { index } : { index: Number(compound), part: index }))
  })
}

const position = fc.oneof(fc.record({ index: fc.nat(300) }), fc.record({ index: fc.nat(300), part: fc.nat(20) }))
const sorted = (positions: readonly FieldPosition[]) =>
  [...new Set(positions.map((one) => JSON.stringify(one)))].toSorted()

describe('bitmaps', () => {
  it('writes the examples of the guide', () => {
    expect(toBitmaps([{ index: 1 }, { index: 4 }])).toEqual(['0x12'])
    expect(toBitmaps([{ index: 3, part: 1 }])).toEqual(['3-0x02'])
    expect(toBitmaps([{ index: 1 }, { index: 7, part: 2 }, { index: 7, part: 1 }, { index: 4, part: 4 }])).toEqual([
      '0x02',
      '4-0x10',
      '7-0x06',
    ])
    expect(toBitmaps([])).toEqual([])
  })

  it('pads to whole bytes, upper case', () => {
    expect(toHex([11])).toBe('0x0800')
    expect(toHex([5, 6, 7, 10, 25, 27, 29, 30])).toBe('0x6A0004E0')
  })

  it('is read back by a client, whatever changed', () => {
    fc.assert(
      fc.property(fc.array(position, { maxLength: 60 }), (positions) => {
        expect(sorted(readBitmaps(toBitmaps(positions)))).toEqual(sorted(positions))
      }),
    )
  })
})
