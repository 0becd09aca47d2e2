import type { FieldSchema } from '../schema.ts'
import type { Dice } from '../../kit/testing/dice.ts'

/** Words that every object of JavaScript answers to. */
export const prototypeNames = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'] as const

const odd: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1.005,
  1e308,
  -1e30,
  '1e400',
  'NaN',
  true,
  'false',
  [],
  {},
  [{}],
  'x'.repeat(300),
  "'; DROP",
  '@{x.id}',
  '\u0000',
  'ÄÖ€𝄞',
  ...prototypeNames,
  '2026-02-30',
  '2026-03-01',
  '2026-03-01T10:00:00+02:00',
  '00000000000000000',
  '001000000000001',
]

/** A value that no field expects, or one that some field does. */
export const oddValue = (chance: Dice): unknown => chance.pick(odd)

/** A value that the field takes, as far as it can be told without the other rows. */
function fitting(field: FieldSchema, chance: Dice, idOf: (object: string) => string): unknown {
  const n = chance.below(1000)
  switch (field.type) {
    case 'boolean':
      return chance.chance(0.5)
    case 'int':
    case 'long':
      return n
    case 'double':
    case 'currency':
    case 'percent':
      return chance.pick([n, n / 10 ** field.scale, String(n), -n])
    case 'date':
      return `2026-0${1 + chance.below(9)}-1${chance.below(10)}`
    case 'datetime':
      return `2026-03-0${1 + chance.below(9)}T1${chance.below(10)}:00:00.000+0000`
    case 'email':
      return `a${n}@example.org`
    case 'url':
      return `https://example.org/${n}`
    case 'reference':
      return idOf(chance.pick(field.referenceTo))
    case 'picklist':
      return field.picklistValues.length === 0 ? `v${n}` : chance.pick(field.picklistValues).value
    case 'base64':
      return Buffer.from(`file ${n}`).toString('base64')
    default:
      return `v${n % 40}`.slice(0, field.length === 0 ? undefined : field.length)
  }
}

/** Mostly what fits, now and then what does not. */
export function valueFor(field: FieldSchema, chance: Dice, idOf: (object: string) => string): unknown {
  return chance.chance(0.06) ? oddValue(chance) : fitting(field, chance, idOf)
}
