import { Decimal } from 'decimal.js'
import jsonata from 'jsonata'
import { DoesNotFit } from '../mapping/index.ts'
import { LinearRegExp } from './linear-regexp.ts'

/** Characters of an expression, milliseconds and nested calls of one evaluation, elements of a list that it makes. */
export const expressionLimits = { characters: 4000, timeout: 200, stack: 200, sequence: 1000 } as const

/** Digits that a floating-point number keeps exactly: a longer amount never enters an expression. */
const exactDigits = 15

/** A JSONata expression of an admin, compiled. [docs.jsonata.org] */
export interface Expression {
  readonly text: string
  /** The fields of the record that it reads, `Owner.Alias` with its path. */
  readonly reads: readonly string[]
  /** @throws DoesNotFit when it fails, takes too long or makes too much */
  evaluate(record: Readonly<Record<string, unknown>>): Promise<unknown>
}

/** The expression cannot be read. */
export class BadExpression extends Error {
  override readonly name = 'BadExpression'
}

interface Node {
  readonly type?: string
  readonly value?: unknown
  readonly steps?: readonly Node[]
}

const wordsOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)

/** What would make the same record give another value tomorrow, or hide what is read. */
const refused: ReadonlyMap<string, string> = new Map([
  ['wildcard', 'it uses *, so that nobody can tell which fields it reads; name the fields'],
  ['descendant', 'it uses **, so that nobody can tell which fields it reads; name the fields'],
  ['parent', 'it uses %, so that nobody can tell which fields it reads; name the fields'],
  ['$$', 'it uses $$; name the fields without it'],
  ['$eval', 'it uses $eval, which hides what it reads'],
  ['$now', 'it uses $now: the same record must always give the same value'],
  ['$millis', 'it uses $millis: the same record must always give the same value'],
  ['$random', 'it uses $random: the same record must always give the same value'],
  ['$shuffle', 'it uses $shuffle: the same record must always give the same value'],
])

/** Every field that a path of the expression begins with. */
function fieldsOf(node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const each of node) fieldsOf(each, found)
    return
  }
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return
  const { type, value, steps } = node as Node
  const reason = refused.get(type === 'variable' ? `$${String(value)}` : (type ?? ''))
  if (reason !== undefined) throw new BadExpression(reason)
  if (type === 'path' && steps) {
    const end = steps.findIndex((step) => step.type !== 'name')
    const names = steps.slice(0, end === -1 ? steps.length : end).map((step) => String(step.value))
    if (names.length > 0) found.add(names.join('.'))
  }
  for (const part of Object.values(node)) fieldsOf(part, found)
}

/** Engine values as JSONata knows them: exact numbers as numbers, as long as those can hold them. */
function plain(value: unknown, name: string): unknown {
  if (Decimal.isDecimal(value)) {
    if (value.precision() > exactDigits) {
      throw new DoesNotFit(`${name} has more than ${exactDigits} digits, which an expression cannot keep exact`)
    }
    return value.toNumber()
  }
  if (Array.isArray(value)) return value.map((each) => plain(each, name))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each, `${name}.${key}`)]))
  }
  return value
}

/** `{'Owner.Alias': 'x'}` → `{Owner: {Alias: 'x'}}`, as a path of the expression looks for it. */
function nested(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(record)) {
    const path = name.split('.')
    const last = path.pop() ?? name
    let place = root
    for (const part of path) {
      const inner = place[part]
      const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {}
      place[part] = next
      place = next
    }
    place[last] = plain(value, name)
  }
  return root
}

/** @throws BadExpression with JSONata's own words */
export function compileExpression(text: string): Expression {
  if (text.length > expressionLimits.characters) {
    throw new BadExpression(`it has ${text.length} characters; ${expressionLimits.characters} are allowed`)
  }
  const { timeout, stack, sequence } = expressionLimits
  const RegexEngine = LinearRegExp as unknown as RegExpConstructor
  const reads = new Set<string>()
  let compiled: jsonata.Expression
  try {
    compiled = jsonata(text, { timeout, stack, sequence, RegexEngine })
    fieldsOf(compiled.ast(), reads)
  } catch (cause) {
    throw cause instanceof BadExpression ? cause : new BadExpression(wordsOf(cause), { cause })
  }
  return {
    text,
    reads: [...reads],
    async evaluate(record) {
      const input = nested(record)
      try {
        return (await compiled.evaluate(input)) as unknown
      } catch (cause) {
        throw new DoesNotFit(`the expression ${text} fails: ${wordsOf(cause)}`, { cause })
      }
    },
  }
}
