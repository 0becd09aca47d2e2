import { Decimal } from 'decimal.js'
import { to18 } from '../ids.ts'
import type { FormulaType, Value } from './value.ts'

/** An argument that is worked out when it is asked for: the branch not taken of an IF is not. */
export type Later = () => Value

export interface FormulaFunction {
  /** The type of the result for arguments of these types; undefined when they do not fit. `null` fits every type. */
  readonly types: (given: readonly FormulaType[]) => FormulaType | undefined
  readonly work: (given: readonly Later[], now: number) => Value
}

/** Ends the formula: the field is then empty, as an error in a formula reads over the API. */
export class FormulaError extends Error {}

const day = 86_400_000
const is = (type: FormulaType | undefined, ...wanted: readonly FormulaType[]): boolean =>
  type !== undefined && (type === 'null' || wanted.includes(type))

/** A function of a fixed list of arguments; `?` at the end of a type's name marks those that may be left out. */
function fixed(
  takes: readonly (readonly FormulaType[])[],
  gives: FormulaType,
  work: (...values: Value[]) => Value,
  optional = 0,
): FormulaFunction {
  return {
    types: (given) =>
      given.length <= takes.length &&
      given.length >= takes.length - optional &&
      given.every((type, index) => is(type, ...(takes[index] ?? [])))
        ? gives
        : undefined,
    work: (given) => work(...given.map((later) => later())),
  }
}

/** All arguments of one type. */
function many(type: FormulaType, gives: FormulaType, work: (given: readonly Later[]) => Value): FormulaFunction {
  return { types: (given) => (given.length > 0 && given.every((one) => is(one, type)) ? gives : undefined), work }
}

/** Of two types the one that says more; undefined when they are two. */
const joined = (a: FormulaType | undefined, b: FormulaType | undefined): FormulaType | undefined =>
  a === 'null' ? b : b === 'null' || a === b ? a : undefined

const text: readonly FormulaType[] = ['text']
const number: readonly FormulaType[] = ['number']
const written = (value: Value): string => (typeof value === 'string' ? value : '')
const whole = (value: Value): number => (value instanceof Decimal ? value.trunc().toNumber() : 0)

const arithmetic = (work: (a: Decimal, b: Decimal) => Decimal): FormulaFunction =>
  fixed([number, number], 'number', (a, b) => (a instanceof Decimal && b instanceof Decimal ? work(a, b) : null))

const shifted = (at: Value | undefined, days: Value | undefined, sign: 1 | -1): Value =>
  at instanceof Date && days instanceof Decimal ? new Date(at.getTime() + sign * days.times(day).toNumber()) : null

const add: FormulaFunction = {
  types: ([a, b]) => {
    if (is(a, 'number') && is(b, 'number')) return 'number'
    if (is(a, 'text') && is(b, 'text')) return 'text'
    return (a === 'date' || a === 'datetime') && is(b, 'number') ? a : undefined
  },
  work: ([left, right]) => {
    const [a, b] = [left?.() ?? null, right?.() ?? null]
    if (a instanceof Date) return shifted(a, b, 1)
    if (a instanceof Decimal && b instanceof Decimal) return a.plus(b)
    return typeof a === 'string' || typeof b === 'string' ? written(a) + written(b) : null
  },
}

const subtract: FormulaFunction = {
  types: ([a, b]) => {
    if (is(a, 'number') && is(b, 'number')) return 'number'
    if (a !== 'date' && a !== 'datetime') return undefined
    return is(b, 'number') ? a : a === b ? 'number' : undefined
  },
  work: ([left, right]) => {
    const [a, b] = [left?.() ?? null, right?.() ?? null]
    if (a instanceof Date && b instanceof Date) return new Decimal(a.getTime() - b.getTime()).div(day)
    if (a instanceof Date) return shifted(a, b, -1)
    return a instanceof Decimal && b instanceof Decimal ? a.minus(b) : null
  },
}

/** Empty text equals no text; texts are compared with their case. */
function equal(a: Value, b: Value): boolean {
  if (a instanceof Decimal && b instanceof Decimal) return a.eq(b)
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime()
  return (a === '' ? null : a) === (b === '' ? null : b)
}

const equality = (wanted: boolean): FormulaFunction => ({
  types: ([a, b]) => (joined(a, b) === undefined || a === 'picklist' || a === 'multipicklist' ? undefined : 'checkbox'),
  work: ([a, b]) => equal(a?.() ?? null, b?.() ?? null) === wanted,
})

const comparison = (holds: (sign: number) => boolean): FormulaFunction => ({
  types: ([a, b]) => (is(joined(a, b), 'number', 'date', 'datetime') ? 'checkbox' : undefined),
  work: ([left, right]) => {
    const [a, b] = [left?.() ?? null, right?.() ?? null]
    if (a instanceof Decimal && b instanceof Decimal) return holds(a.comparedTo(b))
    return a instanceof Date && b instanceof Date ? holds(Math.sign(a.getTime() - b.getTime())) : false
  },
})

const choice: FormulaFunction = {
  types: ([test, yes, no, ...more]) => (is(test, 'checkbox') && more.length === 0 ? joined(yes, no) : undefined),
  work: ([test, yes, no]) => (test?.() === true ? (yes?.() ?? null) : (no?.() ?? null)),
}

/** CASE(expression, value, result, …, otherwise). */
const cases: FormulaFunction = {
  types: ([subject, ...rest]) => {
    if (rest.length < 3 || rest.length % 2 === 0) return undefined
    const wanted = subject === 'picklist' ? 'text' : subject
    const values = rest.filter((_type, index) => index % 2 === 0 && index < rest.length - 1)
    const results = rest.filter((_type, index) => index % 2 === 1 || index === rest.length - 1)
    if (!values.every((type) => joined(wanted, type) !== undefined)) return undefined
    return results.reduce<FormulaType | undefined>((a, b) => a && joined(a, b), 'null')
  },
  work: ([subject, ...rest]) => {
    const value = subject?.() ?? null
    for (let at = 0; at + 1 < rest.length; at += 2)
      if (equal(value, rest[at]?.() ?? null)) return rest[at + 1]?.() ?? null
    return rest.at(-1)?.() ?? null
  },
}

const isBlank: FormulaFunction = {
  types: (given) => (given.length === 1 ? 'checkbox' : undefined),
  work: ([value]) => [null, ''].includes((value?.() ?? null) as null),
}

const blankValue: FormulaFunction = {
  types: ([a, b, ...more]) => (more.length === 0 ? joined(a, b) : undefined),
  work: ([value, other]) => {
    const found = value?.() ?? null
    return found === null || found === '' ? (other?.() ?? null) : found
  },
}

const numbers = (given: readonly Later[]): Decimal[] =>
  given.flatMap((later) => [later()].filter((one) => one instanceof Decimal))

function textOf(value: Value): string {
  if (value instanceof Decimal) return value.toFixed()
  if (!(value instanceof Date)) return written(value)
  const iso = value.toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`
}

function addMonths(at: Value, months: Value): Value {
  if (!(at instanceof Date) || !(months instanceof Decimal)) return null
  const month = at.getUTCMonth() + whole(months)
  const last = new Date(Date.UTC(at.getUTCFullYear(), month + 1, 0)).getUTCDate()
  // From the last day of a month one comes to the last day of another. [Formula operators and functions: ADDMONTHS]
  const wasLast = new Date(at.getTime() + day).getUTCDate() === 1
  return new Date(Date.UTC(at.getUTCFullYear(), month, wasLast ? last : Math.min(at.getUTCDate(), last)))
}

const rounded = (mode: Decimal.Rounding) => (value: Value, places: Value | undefined) =>
  value instanceof Decimal ? value.toDecimalPlaces(Math.max(0, whole(places ?? null)), mode) : null

const partOf = (work: (at: Date) => number): FormulaFunction =>
  fixed([['date']], 'number', (at) => (at instanceof Date ? new Decimal(work(at)) : null))

/** Operators and functions by the parser's name. [Salesforce Help: Formula Operators and Functions] */
export const functions: ReadonlyMap<string, FormulaFunction> = new Map(
  Object.entries({
    add,
    subtract,
    multiply: arithmetic((a, b) => a.times(b)),
    divide: arithmetic((a, b) => {
      if (b.isZero()) throw new FormulaError('division by zero')
      return a.div(b)
    }),
    exponentiate: arithmetic((a, b) => a.pow(b)),
    equal: equality(true),
    unequal: equality(false),
    lessThan: comparison((sign) => sign < 0),
    lessThanOrEqual: comparison((sign) => sign <= 0),
    greaterThan: comparison((sign) => sign > 0),
    greaterThanOrEqual: comparison((sign) => sign >= 0),
    and: many('checkbox', 'checkbox', (given) => given.every((later) => later() === true)),
    or: many('checkbox', 'checkbox', (given) => given.some((later) => later() === true)),
    not: fixed([['checkbox']], 'checkbox', (value) => value !== true),
    if: choice,
    case: cases,
    isblank: isBlank,
    isnull: isBlank,
    blankvalue: blankValue,
    nullvalue: blankValue,
    ispickval: fixed(
      [['picklist'], text],
      'checkbox',
      (value, wanted) => written(value ?? null) === written(wanted ?? null),
    ),
    includes: fixed([['multipicklist'], text], 'checkbox', (value, wanted) =>
      written(value ?? null)
        .split(';')
        .includes(written(wanted ?? null)),
    ),
    text: fixed([['number', 'date', 'datetime', 'picklist']], 'text', (value) => textOf(value ?? null)),
    value: fixed([text], 'number', (value) => {
      if (!/^\s*-?\d+(\.\d+)?\s*$/.test(written(value ?? null))) throw new FormulaError('no number')
      return new Decimal(written(value ?? null))
    }),
    len: fixed([text], 'number', (value) => new Decimal(written(value ?? null).length)),
    left: fixed([text, number], 'text', (value, n) => written(value ?? null).slice(0, Math.max(0, whole(n ?? null)))),
    right: fixed([text, number], 'text', (value, n) => {
      const all = written(value ?? null)
      return all.slice(Math.max(0, all.length - Math.max(0, whole(n ?? null))))
    }),
    mid: fixed([text, number, number], 'text', (value, from, n) => {
      const start = Math.max(0, whole(from ?? null) - 1)
      return written(value ?? null).slice(start, start + Math.max(0, whole(n ?? null)))
    }),
    upper: fixed([text], 'text', (value) => written(value ?? null).toUpperCase()),
    lower: fixed([text], 'text', (value) => written(value ?? null).toLowerCase()),
    trim: fixed([text], 'text', (value) => written(value ?? null).trim()),
    contains: fixed([text, text], 'checkbox', (value, part) => written(value ?? null).includes(written(part ?? null))),
    begins: fixed([text, text], 'checkbox', (value, part) => written(value ?? null).startsWith(written(part ?? null))),
    find: fixed(
      [text, text],
      'number',
      (part, value) => new Decimal(written(value ?? null).indexOf(written(part ?? null)) + 1),
    ),
    substitute: fixed([text, text, text], 'text', (value, from, to) =>
      written(value ?? null).replaceAll(written(from ?? null), written(to ?? null)),
    ),
    br: fixed([], 'text', () => '\n'),
    casesafeid: fixed([text], 'text', (value) => to18(written(value ?? null)) ?? written(value ?? null)),
    round: fixed([number, number], 'number', rounded(Decimal.ROUND_HALF_UP)),
    ceiling: fixed([number], 'number', (value) => (value instanceof Decimal ? value.ceil() : null)),
    floor: fixed([number], 'number', (value) => (value instanceof Decimal ? value.floor() : null)),
    abs: fixed([number], 'number', (value) => (value instanceof Decimal ? value.abs() : null)),
    mod: arithmetic((a, b) => (b.isZero() ? a : a.mod(b))),
    max: many('number', 'number', (given) => numbers(given).reduce<Decimal | null>((a, b) => (a?.gt(b) ? a : b), null)),
    min: many('number', 'number', (given) => numbers(given).reduce<Decimal | null>((a, b) => (a?.lt(b) ? a : b), null)),
    today: {
      types: (given) => (given.length === 0 ? 'date' : undefined),
      work: (_given, now) => new Date(Math.floor(now / day) * day),
    },
    now: { types: (given) => (given.length === 0 ? 'datetime' : undefined), work: (_given, now) => new Date(now) },
    date: fixed(
      [number, number, number],
      'date',
      (y, m, d) => new Date(Date.UTC(whole(y ?? null), whole(m ?? null) - 1, whole(d ?? null))),
    ),
    datevalue: fixed([['datetime', 'date']], 'date', (at) =>
      at instanceof Date ? new Date(Math.floor(at.getTime() / day) * day) : null,
    ),
    addmonths: fixed([['date'], number], 'date', (at, months) => addMonths(at ?? null, months ?? null)),
    year: partOf((at) => at.getUTCFullYear()),
    month: partOf((at) => at.getUTCMonth() + 1),
    day: partOf((at) => at.getUTCDate()),
    weekday: partOf((at) => at.getUTCDay() + 1),
  } satisfies Record<string, FormulaFunction>),
)
