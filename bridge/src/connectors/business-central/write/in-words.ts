import { textOf, type JsonRow } from '../client.ts'
import type { Values } from './body.ts'
import type { MissingDimensions } from './dimension-sets.ts'

const shown = (value: unknown): string => (textOf(value) === '' ? 'nothing' : textOf(value))

/** What stands there and what is wanted, for people; `what` is `its`, or which line. */
export const inWords = (what: string, wanted: Values, row: JsonRow): string[] =>
  Object.entries(wanted).map(([name, value]) => `${what} ${name} is ${shown(row[name])}, wanted ${shown(value)}`)

/** As `inWords`, of dimensions. */
export const missingInWords = (what: string, missing: MissingDimensions): string[] =>
  missing.map(({ value, entry }) => `${what} ${value.code} is ${shown(entry?.valueCode)}, wanted ${value.valueCode}`)

/** What people know a line by, with a blank before it; nothing when it has no text. */
export function nameOf(values: Values): string {
  const text = textOf(values.description)
  return text === '' ? '' : ` "${text}"`
}
