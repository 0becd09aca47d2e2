import { Decimal } from 'decimal.js'
import type { FilledLine } from '../../../mapping/index.ts'
import type { Write } from '../../../engine/ports.ts'
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
function sameLine(line: FilledLine, row: JsonRow): boolean {
  const { description, quantity, unitPrice } = line.fields
  return (
    sameObject(line, row) &&
    (isBlank(description) || description === row.description) &&
    sameNumber(quantity, row.quantity) &&
    sameNumber(unitPrice, row.unitPrice)
  )
}

/**
 * Pairs our lines with those that stand there: first as the links say; then lines that a try whose answer was lost may have
 * made, as it meant them or as they are meant now (nothing tells them apart); then, among lines that we wrote for lines which are gone, those of the same article (in a
 * document that we join: among all). What people added in Business Central is nobody's and stays.
 */
export function pairLines(
  lines: readonly FilledLine[],
  rows: readonly JsonRow[],
  { lineIds = new Map(), intended = [], joins = false }: Pick<Write, 'lineIds' | 'intended' | 'joins'>,
): Pairs {
  const wanted = new Set(lines.map(({ key }) => key))
  const left = new Map(rows.map((row) => [idOf(row), row]))
  const paired = new Map<string, JsonRow>()
  const take = (key: string, row: JsonRow) => {
    paired.set(key, row)
    left.delete(idOf(row))
  }
  for (const { key } of lines) {
    const row = left.get(lineIds.get(key) ?? '')
    if (row) take(key, row)
  }
  const ours = new Set([...lineIds].filter(([key]) => !wanted.has(key)).map(([, id]) => id))
  for (const tried of intended) {
    const { key } = tried
    if (paired.has(key) || left.has(lineIds.get(key) ?? '')) continue
    const row = [...left.values()].find((each) => !ours.has(idOf(each)) && sameLine(tried, each))
    if (!row) continue
    if (wanted.has(key)) take(key, row)
    else ours.add(idOf(row))
  }
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
