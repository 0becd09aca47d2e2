import { Decimal } from 'decimal.js'
import type { Write } from '../../../engine/ports.ts'
import type { FilledLine } from '../../../mapping/index.ts'
import { textOf, type JsonRow } from '../client.ts'
import type { Values } from './body.ts'
import { movedLines } from './moved-lines.ts'

/** A line as it was written, as far as one that Business Central makes anew keeps it. */
export interface WrittenLine {
  readonly key: string
  readonly lineType: string
  readonly itemId: string
  readonly quantity: string
  /** Of a line that only says something. */
  readonly description: string
}

function asWritten({ key, fields }: FilledLine): WrittenLine {
  const { lineType, itemId, quantity, description } = fields
  return {
    key,
    lineType: textOf(lineType),
    itemId: textOf(itemId),
    quantity: Decimal.isDecimal(quantity) ? quantity.toFixed() : textOf(quantity),
    description: lineType === 'Comment' ? textOf(description) : '',
  }
}

/** Lines of which it is known what they said. */
export const writtenLines = (lines: readonly FilledLine[]): readonly WrittenLine[] =>
  lines.filter(({ fields }) => fields.lineType !== undefined).map(asWritten)

/** What the next write has to know of the lines of a document. */
export const linesToRemember = (lines: readonly FilledLine[]): Values =>
  lines.length === 0 ? {} : { lines: writtenLines(lines) }

/** What the last write has left to remember. */
export const linesRemembered = ({ remembered }: Pick<Write, 'remembered'>): readonly WrittenLine[] =>
  (remembered?.lines ?? []) as readonly WrittenLine[]

/**
 * Of lines that we know and that do not stand there any more: those that Business Central has made anew. It does so with all lines of
 * a document at once, when the customer or the currency of its header changes: by our own call whose answer was lost, or by
 * people, who may have changed it back since. They are known by what they sell and how much of it; those that only say something
 * by that. [base application, table Sales Header: RecreateSalesLines]
 *
 * @param ids our key → the id under which it was known last
 * @param written as what they may stand there, the likeliest first
 * @param rows the lines of the document
 * @returns our key → its id now; none when one of those that we know stands there still
 */
export function linesMadeAnew(
  ids: ReadonlyMap<string, string>,
  written: readonly (readonly WrittenLine[])[],
  rows: readonly JsonRow[],
): ReadonlyMap<string, string> {
  const now = new Map<string, string>()
  const idOf = (row: JsonRow) => textOf(row.id).toLowerCase()
  const standing = new Set(rows.map(idOf))
  if ([...ids.values()].some((id) => standing.has(id))) return now
  for (const lines of written) {
    const before = lines.flatMap(({ key, ...line }): JsonRow[] => {
      const id = ids.get(key)
      return id === undefined || now.has(key) ? [] : [{ ...line, id }]
    })
    const taken = new Set(now.values())
    const moved = movedLines(
      before,
      rows.filter((row) => !taken.has(idOf(row))),
    )
    for (const [key, id] of ids) {
      const found = moved.get(id)
      if (found !== undefined) now.set(key, found)
    }
  }
  return now
}
