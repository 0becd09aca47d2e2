import { textOf, type JsonRow } from '../client.ts'
import { fieldLabel } from '../entities/system.ts'
import type { Values } from './body.ts'
import type { MissingDimensions } from './dimension-sets.ts'

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return textOf(value) === '' ? 'nothing' : textOf(value)
}

/** What stands there and what is wanted, for people; `what` is `its`, or which line. Ids say nothing to them. */
export const inWords = (what: string, wanted: Values, row: JsonRow): string[] =>
  Object.entries(wanted).map(([name, value]) => {
    const its = `${what} ${fieldLabel(name)}`
    if (name.endsWith('Id')) return `${its} is not the one that is wanted`
    return `${its} is ${shown(row[name])}, wanted ${shown(value)}`
  })

/** As `inWords`, of dimensions. */
export const missingInWords = (what: string, missing: MissingDimensions): string[] =>
  missing.map(({ value, entry }) => `${what} ${value.code} is ${shown(entry?.valueCode)}, wanted ${value.valueCode}`)

/** What people know a line by, with a blank before it; nothing when it has no text. */
export function nameOf(values: Values): string {
  const text = textOf(values.description)
  return text === '' ? '' : ` "${text}"`
}
