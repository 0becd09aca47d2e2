import type { Row } from '../tables.ts'

/**
 * Order of a set's rows: the primary key of the table behind the page is the number, the code or the entry number.
 * Lines and the like keep the order they were made in.
 */
export function sortKey(row: Row): string | number | undefined {
  for (const property of ['number', 'code', 'entryNumber', 'name']) {
    const value = row[property]
    if (typeof value === 'string' || typeof value === 'number') return value
  }
  return undefined
}

/** Position of a line in its document. */
export function lineKey(row: Row): number {
  const position = row['sequence'] ?? row['lineNumber']
  return typeof position === 'number' ? position : 0
}

/** How many rows its table had seen when the row was made; 0 for rows that stand in no table. */
export function madeAs(row: Row): number {
  const serial = row['_made']
  return typeof serial === 'number' ? serial : 0
}

export function compareKeys(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0
  if (a === undefined) return -1
  if (b === undefined) return 1
  if (typeof a === typeof b) return a < b ? -1 : 1
  return typeof a === 'number' ? -1 : 1
}

/** The order of a table's rows: key, position in the document, and then the order they were made in. No two are equal. */
export const compareRows = (a: Row, b: Row): number =>
  compareKeys(sortKey(a), sortKey(b)) || lineKey(a) - lineKey(b) || madeAs(a) - madeAs(b)
