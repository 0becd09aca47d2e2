import { entitySet, navigationNamed, type EntitySet } from '../entities.ts'
import { badRequest } from '../errors.ts'
import { related } from '../pages/related.ts'
import type { Row } from '../tables.ts'
import type { entityWriter, WriteContext } from './entity-json.ts'
import type { Expansion } from './expand.ts'
import { runQuery } from './run-query.ts'

/**
 * Adds one navigation property to an entity: an array, an entity, or null when there is none.
 *
 * @param write writes the entities that are brought along, by the same rules as the entity itself
 * @throws ServiceError 400 when the type has no such navigation property
 */
export function expandInto(
  json: Record<string, unknown>,
  context: WriteContext,
  set: EntitySet,
  row: Row,
  { name, options }: Expansion,
  write: typeof entityWriter,
): void {
  const navigation = navigationNamed(set, name, context.switches)
  if (!navigation) throw badRequest(`Could not find a property named '${name}' on type 'Microsoft.NAV.${set.type}'.`)
  const target = entitySet(navigation.set)
  const rows = related(context, set, row, navigation)
  if (!navigation.many) {
    const [only] = rows
    json[name] = only ? write(context, target, options)(only) : null
    return
  }
  const { rows: chosen, total } = runQuery(context, target, rows, options)
  if (options.count) json[`${name}@odata.count`] = total
  json[name] = chosen.map(write(context, target, options))
}
