import { DoesNotFit, type FilledLine, type FinishLines } from './rule.ts'

/** Cut at words, each piece at most so long; a word that is longer is cut itself. */
export function pieces(text: string, length: number): string[] {
  const result: string[] = []
  for (const paragraph of text.split(/\r?\n/)) {
    let rest = paragraph.trim()
    while (rest.length > length) {
      const space = rest.lastIndexOf(' ', length)
      const end = space > 0 ? space : length
      result.push(rest.slice(0, end).trimEnd())
      rest = rest.slice(end).trimStart()
    }
    if (rest !== '') result.push(rest)
  }
  return result
}

interface Options<Line> {
  /** The text of a line, and how long it may be there. */
  readonly text: keyof Line & string
  readonly length: number
  /** A line that only says something. */
  readonly saying: (text: string) => Partial<Line>
  /** A text of the document itself, which is said behind its lines. */
  readonly alsoSays?: string
  /** The document's id. */
  readonly key: string
  /** What is said to whoever sends a document without lines. */
  readonly ifEmpty: string
}

/**
 * Texts that are longer than a line takes go on in comment lines below it; a text of the document follows at the end. A
 * document without lines is refused.
 *
 * @throws DoesNotFit when there are no lines
 */
export function continuedTexts<Line extends object>(options: Options<Line>): FinishLines {
  const { text, length, saying, alsoSays, key, ifEmpty } = options
  const comments = (owner: string, said: readonly string[]): FilledLine[] =>
    said.map((each, index) => ({ key: `${owner}/${index + 1}`, fields: saying(each) as Record<string, unknown> }))
  return {
    how: `texts longer than ${length} characters${alsoSays === undefined ? '' : `, and ${alsoSays},`} go on in comment lines`,
    reads: alsoSays === undefined ? [key] : [key, alsoSays],
    finish: (lines, document) => {
      if (lines.length === 0) throw new DoesNotFit(ifEmpty)
      const own = lines.flatMap((line) => {
        const value = line.fields[text]
        if (typeof value !== 'string' || value.length <= length) return [line]
        const [first, ...rest] = pieces(value, length)
        return [{ ...line, fields: { ...line.fields, [text]: first } }, ...comments(line.key, rest)]
      })
      const said = alsoSays === undefined ? null : document[alsoSays]
      return typeof said === 'string' ? [...own, ...comments(String(document[key]), pieces(said, length))] : own
    },
  }
}
