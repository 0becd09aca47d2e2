import type { SourceFields } from '../engine/define-flow.ts'
import { BadExpression, compileExpression, type Expression } from './expression.ts'
import { fieldNamed, noField, type Mapping, type Side } from './side.ts'

/** An expression over a record with its lines. */
export interface RecordExpression {
  /** What has to be read for it: `TotalAmount`, `OrderItems.Quantity`. */
  readonly reads: readonly string[]
  /** @throws DoesNotFit */
  evaluate(source: SourceFields): Promise<unknown>
  /** As `evaluate`; what fails on an empty field is worked out without it. @throws DoesNotFit */
  evaluateWithGaps(source: SourceFields): Promise<unknown>
}

/** Names behind a variable belong to the record or to a line, whichever has such a field; both is fine. */
function placeLoose(mapping: Mapping, at: string, { loose, lines }: Expression): readonly string[] {
  return loose.flatMap((name) => {
    const ofLines = [...lines.keys()].filter((list) => linesSide(mapping, list, name) !== undefined)
    const ofRecord = fieldNamed(mapping.source, name) !== undefined
    if (!ofRecord && ofLines.length === 0) noField({ ...mapping, at }, name, mapping.source, name)
    return [...(ofRecord ? [name] : []), ...ofLines.map((list) => `${list}.${name}`)]
  })
}

/** The lines, when they have such a field to read: one that is only written is known to the mapping alone. */
function linesSide({ source }: Mapping, list: string, name: string): Side | undefined {
  const lines = source.lines.get(list)
  const found = lines && fieldNamed(lines, name)
  if (!found) return undefined
  const isHidden = lines.schema && !found.live && found.field.path === undefined && found.field.ifPresent !== true
  return isHidden ? undefined : lines
}

/**
 * Compiles an expression over the source record and its lines, and looks whether everything that it names is there.
 *
 * @param at what it is: `filter`, `approval`
 * @returns undefined when it cannot be used; the problem is noted
 */
export function readExpression(mapping: Mapping, at: string, text: string): RecordExpression | undefined {
  const { source, flow, problems } = mapping
  const lists = [...source.lines.keys()]
  let expression: Expression
  try {
    expression = compileExpression(text, lists)
  } catch (error) {
    if (!(error instanceof BadExpression)) throw error
    problems.push({ flow, rule: at, reason: `It cannot be used: ${error.message}.` })
    return undefined
  }
  for (const name of expression.reads) if (!fieldNamed(source, name)) noField({ ...mapping, at }, name, source, name)
  const ofLines = [...expression.lines].flatMap(([list, names]) => {
    const lines = source.lines.get(list)
    if (!lines) return []
    for (const name of names) {
      if (!linesSide(mapping, list, name)) noField({ ...mapping, at: `${at}.${list}` }, name, lines, name)
    }
    return [lines.entity.key, ...names].map((name) => `${list}.${name}`)
  })
  const reads = [...new Set([...expression.reads, ...ofLines, ...placeLoose(mapping, at, expression)])]
  const used = [...new Set(reads.map((name) => lists.find((list) => name.startsWith(`${list}.`)) ?? name))]
  const asked = (record: SourceFields) => Object.fromEntries(used.map((name) => [name, record[name]]))
  return {
    reads,
    evaluate: (record) => expression.evaluate(asked(record)),
    evaluateWithGaps: (record) => expression.evaluateWithGaps(asked(record)),
  }
}
