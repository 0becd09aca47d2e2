import type { Conversion } from '../from.ts'
import { DoesNotFit } from '../rule.ts'

/** Each value of one list becomes a value of the other; a value that is not in the table is refused by name. */
export function choice<const Out extends string>(table: Readonly<Record<string, Out>>): Conversion<string, Out> {
  return {
    how: Object.entries(table)
      .map(([key, value]) => (key === value ? key : `${key} → ${value}`))
      .join(', '),
    convert: (value) => {
      const out = table[value]
      if (out === undefined) throw new DoesNotFit(`"${value}" is none of ${Object.keys(table).join(', ')}.`)
      return out
    },
  }
}
