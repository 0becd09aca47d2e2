import { BusinessError, type Company, type Row, type Table } from '../tables.ts'

export const zeroGuid = '00000000-0000-0000-0000-000000000000'
export const zeroDate = '0001-01-01'

/** A text, code, date or reference; missing is blank. */
export function text(row: Row, property: string): string {
  const value = row[property]
  return typeof value === 'string' ? value : ''
}

/** A date that is set; undefined for the zero date. */
export const dateOf = (row: Row, property: string): string | undefined =>
  text(row, property).replace(zeroDate, '') || undefined

/** A reference that is set; undefined for the zero guid. */
export const reference = (row: Row, property: string): string | undefined =>
  text(row, property).replace(zeroGuid, '') || undefined

/** A table may offer an index; without one every row is looked at. */
type Indexed = Table & { where?(property: string, value: string | number): readonly Row[] }

/** The rows of a table whose `property` is `value`. */
export function rowsWhere(
  company: Pick<Company, 'table'>,
  table: string,
  property: string,
  value: string | number,
): readonly Row[] {
  const rows: Indexed = company.table(table)
  return rows.where ? rows.where(property, value) : rows.filter((row) => row[property] === value)
}

/** The row a reference names, if the reference is set and the row exists. */
export function referred(company: Pick<Company, 'table'>, table: string, row: Row, property: string): Row | undefined {
  const id = reference(row, property)
  return id === undefined ? undefined : company.table(table).get(id)
}

/** The row with this id; throws `Internal_RecordNotFound` when there is none. */
export function must(company: Pick<Company, 'table'>, table: string, id: string, what: string): Row {
  const row = company.table(table).get(id)
  if (!row) throw new BusinessError(`${what} cannot be found.`, 'Internal_RecordNotFound', 404)
  return row
}
