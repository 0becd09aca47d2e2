import type { CallExpression } from 'formulon'
import type { FieldSchema } from '../schema.ts'
import type { Row } from '../records.ts'
import { type FormulaType, typeOf, type Value, valueOf } from './value.ts'

/** What only a validation rule may ask: how the row was before the save, of a field of its own. [Salesforce Help: ISNEW, ISCHANGED, PRIORVALUE] */
export interface ChangeFunction {
  readonly type: FormulaType
  readonly work: (row: Row, before: Row | undefined) => Value
}

/** The function of a call; undefined when it is another one, `wrong` when its arguments do not fit. */
export function changeFunction(
  { id, arguments: [first, ...more] }: CallExpression,
  ownField: (name: string) => FieldSchema | undefined,
): ChangeFunction | { readonly wrong: string } | undefined {
  if (id !== 'isnew' && id !== 'ischanged' && id !== 'priorvalue') return undefined
  if (id === 'isnew' && !first) return { type: 'checkbox', work: (_row, before) => before === undefined }
  const field = id !== 'isnew' && first?.type === 'identifier' && more.length === 0 ? ownField(first.name) : undefined
  const type = field && typeOf(field)
  if (!field || !type) return { wrong: `Incorrect parameter for function '${id.toUpperCase()}()'` }
  if (id === 'ischanged')
    return {
      type: 'checkbox',
      work: (row, before) => before !== undefined && (before[field.name] ?? null) !== (row[field.name] ?? null),
    }
  return { type, work: (row, before) => valueOf(field, (before ?? row)[field.name], false) }
}
