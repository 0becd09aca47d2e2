import type { EntitySet } from '../entities.ts'
import type { Row } from '../tables.ts'
import { blank } from '../wire/blank.ts'
import { pageOf } from './index.ts'
import type { PageContext } from './page.ts'

/** All rows of a set, in key order. */
export function rowsOf(context: PageContext, set: EntitySet): readonly Row[] {
  const page = pageOf(set)
  return page.source?.all(context) ?? context.company.table(page.table ?? set.name).all()
}

/** Rows of a set whose stored `property` is `value`. */
export function rowsWhere(context: PageContext, set: EntitySet, property: string, value: string): readonly Row[] {
  const page = pageOf(set)
  if (page.source)
    return (
      page.source.where(context, property, value) ??
      page.source.all(context).filter((row) => String(row[property]) === value)
    )
  const table = context.company.table(page.table ?? set.name)
  if (property !== 'id') return table.where(property, value)
  const row = table.get(value)
  return row ? [row] : []
}

/** The row with this key. */
export const rowByKey = (context: PageContext, set: EntitySet, key: string): Row | undefined =>
  rowsWhere(context, set, set.key[0] ?? 'id', key)[0]

/** One property as a client sees it: worked out, stored, or blank. */
export function readProperty(context: PageContext, set: EntitySet, row: Row, name: string): unknown {
  const property = set.properties[name]
  const value = pageOf(set).computed?.[name]?.(context, row) ?? row[name]
  return value ?? (property && blank(property))
}

/** Is the property a plain column, so that the index of the table can be asked? */
export const isStored = (set: EntitySet, name: string): boolean =>
  pageOf(set).computed?.[name] === undefined && set.properties[name]?.calculated !== true
