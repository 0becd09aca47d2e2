import { Decimal } from 'decimal.js'
import type { FilledLine } from '../../../mapping/index.ts'
import { textOf, type JsonRow } from '../client.ts'

/** Which line of a document is which of ours. */
export interface Pairs {
  /** Our key → the line that stands for it. */
  readonly paired: ReadonlyMap<string, JsonRow>
  /** Lines that we once wrote and nobody wants any more. */
  readonly superfluous: readonly JsonRow[]
}

const idOf = (row: JsonRow): string => textOf(row.id).toLowerCase()

const isBlank = (value: unknown) => value === undefined || value === null || value === ''

/** The same article: same kind of line, item and variant. */
function sameObject({ fields }: FilledLine, row: JsonRow): boolean {
  if (textOf(row.lineType) !== fields.lineType) return false
  if (fields.lineType === 'Comment') return true
  return textOf(row.itemId).toLowerCase() === textOf(fields.itemId).toLowerCase()
}

const sameNumber = (wanted: unknown, stands: unknown) =>
  !Decimal.isDecimal(wanted) || wanted.eq(textOf(stands) === '' ? 0 : textOf(stands))

/** Nothing tells the two apart. */
export function sameLine(line: FilledLine, row: JsonRow): boolean {
  const { description, quantity, unitPrice } = line.fields
  return (
    sameObject(line, row) &&
    (isBlank(description) || description === row.description) &&
    sameNumber(quantity, row.quantity) &&
    sameNumber(unitPrice, row.unitPrice)
  )
}

/**
 * Pairs our lines with those that stand there:
 *
 * 1. as the ids say;
 * 2. with a line that nothing tells apart from ours: an earlier try may have made it, or people who were faster;
 * 3. with one of the same article, among lines that we wrote and nobody wants any more; in a document that we join among all.
 *
 * All else that people added in Business Central is nobody's and stays.
 *
 * @param ids our key → its line there, keys that are not among `lines` too: theirs are to go
 */
export function pairLines(
  lines: readonly FilledLine[],
  rows: readonly JsonRow[],
  { ids, joins = false }: { readonly ids: ReadonlyMap<string, string>; readonly joins?: boolean },
): Pairs {
  const wanted = new Set(lines.map(({ key }) => key))
  const left = new Map(rows.map((row) => [idOf(row), row]))
  const paired = new Map<string, JsonRow>()
  const take = (key: string, row: JsonRow) => {
    paired.set(key, row)
    left.delete(idOf(row))
  }
  for (const { key } of lines) {
    const row = left.get(ids.get(key) ?? '')
    if (row) take(key, row)
  }
  const ours = new Set([...ids].filter(([key]) => !wanted.has(key)).map(([, id]) => id))
  const open = () => lines.filter(({ key }) => !paired.has(key))
  for (const line of open()) {
    const row = [...left.values()].find((each) => sameLine(line, each))
    if (row) take(line.key, row)
  }
  for (const line of open()) {
    const row = [...left.values()].find((each) => (joins || ours.has(idOf(each))) && sameObject(line, each))
    if (row) take(line.key, row)
  }
  return { paired, superfluous: [...left.values()].filter((row) => ours.has(idOf(row))) }
}
