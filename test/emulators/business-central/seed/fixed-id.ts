import { createHash } from 'node:crypto'

/** The same guid for the same words, in every run: seeded records keep their ids across starts and resets. */
export function fixedId(...words: readonly string[]): string {
  const hex = createHash('sha256').update(words.join('\n')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
