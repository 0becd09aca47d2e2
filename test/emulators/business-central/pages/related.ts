import { entitySet, type EntitySet, type Navigation } from '../entities.ts'
import { BusinessError, type Row } from '../tables.ts'
import { noGuid } from '../wire/blank.ts'
import type { PageContext } from './page.ts'
import { pageOf } from './index.ts'
import { readProperty, rowsOf, rowsWhere } from './reading.ts'

/** The rows a navigation property leads to; a blank reference leads nowhere. */
export function related(context: PageContext, set: EntitySet, row: Row, navigation: Navigation): readonly Row[] {
  if (navigation.to === '') return allOf(context, entitySet(navigation.set))
  const value = readProperty(context, set, row, navigation.from)
  if (typeof value !== 'string' || value === '' || value === noGuid) return []
  return rowsWhere(context, entitySet(navigation.set), navigation.to, value)
}

/** @throws BusinessError 400 for a set that is read below a parent of its own only */
function allOf(context: PageContext, set: EntitySet): readonly Row[] {
  const { needsParent } = pageOf(set)
  if (needsParent) throw new BusinessError(needsParent.refusal)
  return rowsOf(context, set)
}
