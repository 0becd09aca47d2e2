import { textOf, type JsonRow } from '../client.ts'

const idOf = (row: JsonRow): string => textOf(row.id).toLowerCase()

/** What a line keeps when it is made anew: a price and a text of its own it loses. */
const lasting = ({ lineType, itemId, quantity, description }: JsonRow): readonly string[] =>
  lineType === 'Comment'
    ? [lineType, textOf(description)]
    : [textOf(lineType), textOf(itemId).toLowerCase(), String(Number(textOf(quantity)))]

/**
 * With another customer or another currency Business Central deletes the lines of a document and makes them anew, in their
 * order: under other ids, at its own prices. [base application, table Sales Header: RecreateSalesLines]
 *
 * @param before in their sequence, like `after`
 * @returns the id of each line that was made anew → its id now
 */
export function movedLines(before: readonly JsonRow[], after: readonly JsonRow[]): ReadonlyMap<string, string> {
  const known = new Set(before.map(idOf))
  const standing = new Set(after.map(idOf))
  const free = after.filter((row) => !known.has(idOf(row)))
  const moved = new Map<string, string>()
  for (const row of before) {
    if (standing.has(idOf(row))) continue
    const index = free.findIndex((each) => lasting(row).every((value, at) => value === lasting(each)[at]))
    const [found] = index < 0 ? [] : free.splice(index, 1)
    if (found) moved.set(idOf(row), idOf(found))
  }
  return moved
}
