import { describe, expect, it } from 'vitest'
import { continuedTexts, pieces } from './continued-texts.ts'
import { salesforceId } from './conversions/salesforce-id.ts'

describe('a text that is longer than its field', () => {
  it('is cut at words, and at the length when there are none', () => {
    expect(pieces('one two three', 7)).toEqual(['one two', 'three'])
    expect(pieces('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
    expect(pieces(' a\n\nb ', 10)).toEqual(['a', 'b'])
    expect(pieces('', 10)).toEqual([])
  })

  it('goes on below its line; a text of the document stands at the end', () => {
    const rule = continuedTexts({
      text: 'description',
      length: 5,
      saying: (description: string) => ({ description }),
      alsoSays: 'Description',
      key: 'Id',
      ifEmpty: 'nothing',
    })
    const lines = [
      { key: 'a', fields: { description: 'first line' } },
      { key: 'b', fields: { description: 'short' } },
    ]
    expect(rule.finish(lines, { Id: 'doc', Description: 'bye' }).map(({ key, fields }) => [key, fields])).toEqual([
      ['a', { description: 'first' }],
      ['a/1', { description: 'line' }],
      ['b', { description: 'short' }],
      ['doc/1', { description: 'bye' }],
    ])
    expect(() => rule.finish([], {})).toThrow('nothing')
  })
})

describe('a Salesforce id in upper case', () => {
  it.each(['001D000000IqhSLIAZ', '006Em0000000002IAA', 'a0B5e00000AbCdEEAX'])('%s is itself again', (id) => {
    const original = id.slice(0, 15)
    const suffix = [0, 5, 10]
      .map((from) =>
        Array.from(original.slice(from, from + 5), (letter, index) => (/[A-Z]/.test(letter) ? 2 ** index : 0)).reduce(
          (sum, bit) => sum + bit,
          0,
        ),
      )
      .map((bits) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(bits))
      .join('')
    expect(salesforceId(`${original}${suffix}`.toUpperCase())).toBe(original + suffix)
  })

  it.each(['', '4711', 'PO-0815/XYZ', '006EM0000000002I99'])('%s is none', (text) => {
    expect(salesforceId(text)).toBeNull()
  })
})
