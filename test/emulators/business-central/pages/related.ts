import { entitySet, type EntitySet, type Navigation } from '../entities.ts'
import type { Row } from '../tables.ts'
import { noGuid } from '../wire/blank.ts'
import type { PageContext } from './page.ts'
import { readProperty, rowsWhere } from './reading.ts'

/** The rows a navigation property leads to; a blank reference leads nowhere. */
export function related(context: PageContext, set: EntitySet, row: Row, navigation: Navigation): readonly Row[] {
  const value = readProperty(context, set, row, navigation.from)
  if (typeof value !== 'string' || value === '' || value === noGuid) return []
  return rowsWhere(context, entitySet(navigation.set), navigation.to, value)
}
