import { createHash } from 'node:crypto'

/** Shorter texts are always sent whole. */
const leastCharacters = 1000
/** More lines than this are not compared: the whole text is sent, which is always allowed. */
const mostLines = 2000

/** Lines `before[at, at + removed)` give way to `after[from, from + added)`. */
interface Hunk {
  readonly at: number
  readonly removed: number
  readonly from: number
  readonly added: number
}

/** Lengths of the longest common subsequences of all endings of two lists of lines. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j
      const [diagonal = 0, down = 0, right = 0] = [lengths[at + width + 1], lengths[at + width], lengths[at + 1]]
      lengths[at] = a[i] === b[j] ? diagonal + 1 : Math.max(down, right)
    }
  return lengths
}

function hunksOf(a: readonly string[], b: readonly string[]): readonly Hunk[] {
  const width = b.length + 1
  const lengths = commonLengths(a, b)
  const hunks: Hunk[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [at, from] = [i, j]
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) break
      const [down = 0, right = 0] = [lengths[(i + 1) * width + j], lengths[i * width + j + 1]]
      if (i < a.length && (j >= b.length || down >= right)) i++
      else j++
    }
    if (i > at || j > from) hunks.push({ at, removed: i - at, from, added: j - from })
    while (i < a.length && j < b.length && a[i] === b[j]) [i, j] = [i + 1, j + 1]
  }
  return hunks
}

/**
 * The unified difference (without context lines) that an update of a large text is sent as:
 * `--- \n+++ {SHA-256 of the new text}\n@@ -2,1 +2,1 @@\n-old\n+new`; undefined when the whole text is sent.
 * [Change Data Capture guide: Sending Data Differences for Fields of Updated Records]
 */
export function textDifference(before: string, after: string): string | undefined {
  if (before.length < leastCharacters || after.length < leastCharacters) return undefined
  if (Math.abs(after.length - before.length) > before.length / 2) return undefined
  const [a, b] = [before.split('\n'), after.split('\n')]
  if (a.length > mostLines || b.length > mostLines) return undefined
  const hunks = hunksOf(a, b)
  const changed = hunks.reduce((sum, { removed, added }) => sum + removed + added, 0)
  if (changed > (a.length + b.length) / 4) return undefined
  const body = hunks.flatMap(({ at, removed, from, added }) => [
    // An empty side names the line before it, as diff does.
    `@@ -${removed === 0 ? at : at + 1},${removed} +${added === 0 ? from : from + 1},${added} @@`,
    ...a.slice(at, at + removed).map((line) => `-${line}`),
    ...b.slice(from, from + added).map((line) => `+${line}`),
  ])
  const text = ['--- ', `+++ ${createHash('sha256').update(after).digest('hex')}`, ...body].join('\n')
  return text.length < after.length ? text : undefined
}
