import { isDeepStrictEqual } from 'node:util'
import type { Row } from '../tables.ts'
import { blankMember, noDate, noGuid, noInstant } from '../wire/blank.ts'

const blanks: readonly unknown[] = [undefined, null, '', '0', 0, false, noGuid, noDate, noInstant, blankMember]

/**
 * Does a write put down what stands there already? What was never entered is the same as a blank. A write of no property
 * at all is a touch – something that belongs to the record has changed – and counts as a change.
 */
export const changesNothing = (before: Row, change: Readonly<Record<string, unknown>>): boolean => {
  const entries = Object.entries(change)
  return (
    entries.length > 0 &&
    entries.every(([name, value]) =>
      before[name] === undefined ? blanks.includes(value) : isDeepStrictEqual(before[name], value),
    )
  )
}
