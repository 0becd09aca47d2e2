import { Decimal } from 'decimal.js'
import type { Row } from '../records.ts'
import { fieldOf, type FieldSchema, type RollUp, type Schema } from '../schema.ts'

interface Rows {
  readonly schema: Schema
  find(object: string, field: string, value: unknown): readonly string[]
  get(object: string, id: string): Row | undefined
}

const isNumber = (field: FieldSchema): boolean => ['double', 'currency', 'percent', 'int'].includes(field.type)

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** −1, 0 or 1; undefined when one side is empty. Text is compared without case. */
function compare(field: FieldSchema, value: unknown, wanted: string): number | undefined {
  if (value === null || value === undefined) return wanted === '' ? 0 : undefined
  if (wanted === '') return undefined
  if (isNumber(field)) return new Decimal(value as string).comparedTo(new Decimal(wanted))
  const [a, b] = [textOf(value).toLowerCase(), wanted.toLowerCase()]
  return a < b ? -1 : a > b ? 1 : 0
}

/** The operations of a roll-up's filter. [Metadata API: CustomField, FilterItem] */
export const filterOperations: ReadonlyMap<
  string,
  (sign: number | undefined, value: string, wanted: string) => boolean
> = new Map(
  Object.entries({
    equals: (sign) => sign === 0,
    notEqual: (sign) => sign !== 0,
    lessThan: (sign) => sign === -1,
    greaterThan: (sign) => sign === 1,
    lessOrEqual: (sign) => sign === -1 || sign === 0,
    greaterOrEqual: (sign) => sign === 1 || sign === 0,
    contains: (_sign, value, wanted) => value.includes(wanted),
    notContain: (_sign, value, wanted) => !value.includes(wanted),
    startsWith: (_sign, value, wanted) => value.startsWith(wanted),
  } satisfies Record<string, (sign: number | undefined, value: string, wanted: string) => boolean>),
)

function passes(row: Row, rollUp: RollUp, { schema }: Rows): boolean {
  const child = schema.object(rollUp.child)
  return rollUp.filters.every(({ field: name, operation, value: wanted }) => {
    const field = child && fieldOf(child, name)
    const test = filterOperations.get(operation)
    if (!field || !test) return false
    const value = row[field.name]
    const text = textOf(value).toLowerCase()
    // `equals` may list several values.
    const listed = operation === 'equals' && !isNumber(field) ? wanted.split(',') : [wanted]
    return listed.some((one) => test(compare(field, value, one.trim()), text, one.trim().toLowerCase()))
  })
}

function summed(rollUp: RollUp, details: readonly Row[], name: string, field: FieldSchema | undefined): unknown {
  const values = details.map((row) => row[name]).filter((value) => value !== null && value !== undefined)
  if (rollUp.operation === 'sum')
    return values.reduce<Decimal>((total, value) => total.plus(value as string), new Decimal(0)).toFixed()
  if (values.length === 0) return null
  const sign = rollUp.operation === 'min' ? -1 : 1
  return values.reduce((best, value) => (field && compare(field, value, textOf(best)) === sign ? value : best))
}

/** The present values of roll-up fields of one master. */
export function rolledUp(master: Row, fields: readonly FieldSchema[], rows: Rows): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.map(({ name, rollUp }) => {
      const child = rollUp && rows.schema.object(rollUp.child)
      const key = child && fieldOf(child, rollUp.foreignKey)
      if (!child || !key) return [name, null]
      const details = rows
        .find(child.name, key.name, master.Id)
        .flatMap((id) => rows.get(child.name, id) ?? [])
        .filter((row) => passes(row, rollUp, rows))
      if (rollUp.operation === 'count') return [name, String(details.length)]
      const field = fieldOf(child, rollUp.field ?? '')
      return [name, summed(rollUp, details, field?.name ?? '', field)]
    }),
  )
}
