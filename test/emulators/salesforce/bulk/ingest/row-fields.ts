import type { SalesforceError } from '../../context.ts'
import { coerce } from '../../dml/coerce.ts'
import { rowError } from '../../dml/errors.ts'
import type { FieldSchema } from '../../schema.ts'
import type { Switches } from '../../switches.ts'
import type { Column } from './columns.ts'

const yes = new Set(['yes', 'y', 'true', 'on', '1'])
const no = new Set(['no', 'n', 'false', 'off', '0'])

/** [Bulk API 2.0: Valid CSV Record Rows — boolean values in any case] */
function cellValue(cell: string, field: FieldSchema): unknown {
  if (cell === '#N/A') return null
  if (field.type !== 'boolean') return cell
  const word = cell.toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : cell
}

/** There is no JSON here to stumble over: what cannot be read is a value of the wrong type. */
function unreadable(value: unknown, field: FieldSchema, switches: Switches): SalesforceError | undefined {
  const result = coerce(value, field, switches)
  return 'error' in result && result.error.statusCode === 'JSON_PARSER_ERROR'
    ? rowError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: ${String(value)}`, [
        field.name,
      ])
    : undefined
}

/**
 * A row of an upload as the fields of a save: `#N/A` clears, an empty cell says nothing.
 * [Bulk API 2.0: Valid CSV Record Rows]
 */
export function rowFields(
  cells: readonly string[],
  columns: readonly Column[],
  switches: Switches,
): { readonly fields: Record<string, unknown>; readonly errors: readonly SalesforceError[] } {
  const fields: Record<string, unknown> = {}
  const errors: SalesforceError[] = []
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? ''
    if (cell === '') continue
    if (column.kind === 'parent') {
      const name = column.relation.relationshipName ?? column.relation.name
      fields[name] = cell === '#N/A' ? null : { attributes: { type: column.type }, [column.key]: cell }
      continue
    }
    const value = cellValue(cell, column.field)
    const error = unreadable(value, column.field, switches)
    if (error) errors.push(error)
    else fields[column.field.name] = value
  }
  return { fields, errors }
}
