import type { WhereClause } from '@jetstreamapp/soql-parser-js'
import { to18 } from '../ids.ts'
import type { Row } from '../records.ts'
import { fieldOf, type ObjectSchema } from '../schema.ts'

/** Rows by an indexed field; undefined when the field has no index. */
export type LookUp = (object: string, field: string, value: string) => readonly Row[] | undefined

const unquoted = (text: string): string => text.slice(1, -1)

/**
 * The rows that a clause can match at all, found by index: the first `=` or `IN` on an indexed field among conditions joined by
 * AND alone. Undefined = no such condition, look at every row. The clause is still tested in full afterwards.
 */
export function candidates(
  object: ObjectSchema,
  where: WhereClause | undefined,
  lookUp: LookUp,
): readonly Row[] | undefined {
  // An OR further along would widen what matches; only a pure chain of ANDs may be narrowed.
  if (!onlyAnds(where)) return undefined
  for (let link = where; link; link = 'right' in link ? link.right : undefined) {
    const condition = link.left
    if (!condition || !('field' in condition) || !('value' in condition)) continue
    const field = fieldOf(object, condition.field)
    const values = Array.isArray(condition.value) ? condition.value : [condition.value]
    const types = Array.isArray(condition.literalType) ? condition.literalType : [condition.literalType]
    const simple = types.every((type) => type === 'STRING') && !values.some((value) => value.includes('\\'))
    if (!field || !simple || (condition.operator !== '=' && condition.operator !== 'IN')) continue
    const isId = field.type === 'id' || field.type === 'reference'
    const found = values.map((value) =>
      lookUp(object.name, field.name, isId ? (to18(unquoted(value)) ?? '') : unquoted(value)),
    )
    if (found.some((rows) => rows === undefined)) continue
    return [...new Set(found.flatMap((rows) => rows ?? []))]
  }
  return undefined
}

function onlyAnds(where: WhereClause | undefined): boolean {
  for (let link = where; link; link = 'right' in link ? link.right : undefined)
    if ('operator' in link && link.operator !== 'AND') return false
  return true
}
