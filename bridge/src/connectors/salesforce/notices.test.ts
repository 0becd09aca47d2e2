import { expect, it } from 'vitest'
import { cutAtWord } from './notices.ts'

it('cuts at a word, and says that something is missing', () => {
  expect(cutAtWord('short', 10)).toBe('short')
  expect(cutAtWord('one two, three', 10)).toBe('one two…')
  expect(cutAtWord('x'.repeat(300), 255)).toHaveLength(255)
})
