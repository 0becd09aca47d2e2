import { Decimal } from 'decimal.js'
import jsonata from 'jsonata'
import { DoesNotFit } from '../mapping/index.ts'
import { filledOnly, findMissing, joinFilled } from './empty-fields.ts'
import { makeExact } from './exact-arithmetic.ts'
import { readsOfTree, type ExpressionReads } from './expression-reads.ts'
import { LinearRegExp } from './linear-regexp.ts'

/** Characters of an expression, milliseconds and nested calls of one evaluation, elements of a list that it makes. */
export const expressionLimits = { characters: 4000, timeout: 200, stack: 200, sequence: 1000 } as const

/** Digits that a floating-point number keeps exactly: a longer amount never enters an expression. */
const exactDigits = 15

/** A JSONata expression of an admin, compiled. [docs.jsonata.org] */
export interface Expression {
  readonly text: string
  /** The fields of the record that it reads, `Owner.Alias` with its path; lists of lines are not among them. */
  readonly reads: readonly string[]
  /** The lists of lines that it reads, each with the fields of a line that are named. */
  readonly lines: ExpressionReads['lines']
  /** Names that stand behind a variable: fields of the record or of a line. */
  readonly loose: readonly string[]
  /** @throws DoesNotFit when it fails, takes too long or makes too much */
  evaluate(record: Readonly<Record<string, unknown>>): Promise<unknown>
  /**
   * As `evaluate`; what fails on an empty field (`Amount > 10`, `$lowercase(Email)`) is worked out as if the record had no such
   * field: a comparison is then not true, a text is nothing, and so is any amount. For filters and texts only.
   *
   * @throws DoesNotFit when it fails all the same
   */
  evaluateWithGaps(record: Readonly<Record<string, unknown>>): Promise<unknown>
}

/** The expression cannot be read. */
export class BadExpression extends Error {
  override readonly name = 'BadExpression'
}

const wordsOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)

/** Engine values as JSONata knows them: exact numbers as numbers, as long as those can hold them. */
function plain(value: unknown, name: string): unknown {
  if (Decimal.isDecimal(value)) {
    if (value.precision() > exactDigits) {
      throw new DoesNotFit(`${name} has more than ${exactDigits} digits, which an expression cannot keep exact`)
    }
    return value.toNumber()
  }
  if (Array.isArray(value)) return value.map((each) => plain(each, name))
  return typeof value === 'object' && value !== null ? nested(value as Readonly<Record<string, unknown>>) : value
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

/**
 * @param lists the fields of the record that hold its lines
 * @throws BadExpression with JSONata's own words
 */
export function compileExpression(text: string, lists: readonly string[] = []): Expression {
  if (text.length > expressionLimits.characters) {
    throw new BadExpression(`it has ${text.length} characters; ${expressionLimits.characters} are allowed`)
  }
  const { timeout, stack, sequence } = expressionLimits
  const RegexEngine = LinearRegExp as unknown as RegExpConstructor
  const compile = () => jsonata(text, { timeout, stack, sequence, RegexEngine })
  let compiled: jsonata.Expression
  /** For texts and filters, and of those for records with empty fields on which it fails. */
  let joined: jsonata.Expression
  let withGaps: jsonata.Expression
  let reads: ExpressionReads
  try {
    compiled = compile()
    reads = readsOfTree(compiled.ast(), lists)
    makeExact(compiled)
    joined = compile()
    joinFilled(joined)
    makeExact(joined)
    withGaps = compile()
    findMissing(withGaps)
    makeExact(withGaps)
  } catch (cause) {
    throw new BadExpression(wordsOf(cause), { cause })
  }
  const work = async (expression: jsonata.Expression, record: Readonly<Record<string, unknown>>) => {
    const input = nested(record)
    try {
      return (await expression.evaluate(input)) as unknown
    } catch (cause) {
      throw new DoesNotFit(`the expression ${text} fails: ${wordsOf(cause)}`, { cause })
    }
  }
  return {
    text,
    reads: [...reads.fields],
    lines: reads.lines,
    loose: [...reads.loose],
    evaluate: (record) => work(compiled, record),
    async evaluateWithGaps(record) {
      try {
        return await work(joined, record)
      } catch (error) {
        const filled = filledOnly(record)
        if (JSON.stringify(filled) === JSON.stringify(record)) throw error
        return work(withGaps, filled)
      }
    },
  }
}
