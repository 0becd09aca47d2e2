import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textDifference } from './text-difference.ts'

/** Applies a unified difference as a subscriber would; fails when it does not fit. */
function applied(before: string, difference: string): string {
  const [from, to, ...lines] = difference.split('\n')
  expect(from).toBe('--- ')
  const source = before.split('\n')
  const result: string[] = []
  let read = 0
  for (const line of lines) {
    const hunk = /^@@ -(\d+),(\d+) \+\d+,\d+ @@$/.exec(line)
    if (hunk) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1)
      result.push(...source.slice(read, start))
      read = start
    } else if (line.startsWith('-')) expect(source[read++]).toBe(line.slice(1))
    else result.push(line.slice(1))
  }
  const text = [...result, ...source.slice(read)].join('\n')
  expect(to).toBe(`+++ ${createHash('sha256').update(text).digest('hex')}`)
  return text
}

const long = Array.from({ length: 40 }, (_, number) => `Line ${number} of a long description of the account`)

describe('differences of large texts', () => {
  it('says which lines gave way to which', () => {
    const after = long.with(1, 'Changed').join('\n')
    expect(textDifference(long.join('\n'), after)?.split('\n').slice(2)).toEqual([
      '@@ -2,1 +2,1 @@',
      `-${long[1] ?? ''}`,
      '+Changed',
    ])
  })

  it('is not made of short texts, of very different ones, nor where it would not be shorter', () => {
    const text = long.join('\n')
    expect(textDifference('short', 'shorter')).toBeUndefined()
    expect(textDifference(text, text.slice(0, 500))).toBeUndefined()
    expect(textDifference(text, `${text}\n${text}`)).toBeUndefined()
    expect(textDifference(text, long.toReversed().join('\n'))).toBeUndefined()
    expect(textDifference('x'.repeat(2000), 'y'.repeat(2000))).toBeUndefined()
  })

  it('brings any old text to the new one', () => {
    const whole = fc.constantFrom('a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40))
    const line = fc.oneof({ weight: 5, arbitrary: whole }, fc.constantFrom('', '-x', '+y', '@@'))
    const edit = fc.record({ at: fc.nat(60), drop: fc.nat(3), put: fc.array(line, { maxLength: 3 }) })
    let made = 0
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 40, maxLength: 60 }),
        fc.array(edit, { maxLength: 3 }),
        (start, edits) => {
          const lines = [...start]
          for (const { at, drop, put } of edits) lines.splice(at, drop, ...put)
          const [before, after] = [start.join('\n'), lines.join('\n')]
          const difference = textDifference(before, after)
          if (difference === undefined) return
          made++
          expect(applied(before, difference)).toBe(after)
        },
      ),
      { numRuns: 300 },
    )
    expect(made).toBeGreaterThan(50)
  })
})
