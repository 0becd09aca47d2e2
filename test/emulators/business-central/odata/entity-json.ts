import type { EntitySet } from '../entities.ts'
import { badRequest } from '../errors.ts'
import type { PageContext } from '../pages/page.ts'
import { readProperty } from '../pages/reading.ts'
import type { Row } from '../tables.ts'
import { output } from '../wire/output.ts'
import { expandInto } from './expand-into.ts'
import type { QueryOptions } from './query-options.ts'

/** What writing entities needs besides the row. */
export interface WriteContext extends PageContext {
  /** Address of the service root, `…/api/v2.0`, for media links. */
  readonly root: string
  readonly now: number
}

/**
 * One row as the client asked for it: `@odata.etag`, the selected properties in the order of the metadata, media links,
 * expanded navigation properties.
 *
 * @throws ServiceError 400 when `$select` or `$expand` names what the type has not
 */
export function entityJson(
  context: WriteContext,
  set: EntitySet,
  row: Row,
  options: Pick<QueryOptions, 'select' | 'expand'>,
): Record<string, unknown> {
  const json: Record<string, unknown> = {}
  if (typeof row['_etag'] === 'string') json['@odata.etag'] = row['_etag']
  const chosen = selection(context, set, options)
  for (const [name, property] of Object.entries(set.properties)) {
    if (chosen && !chosen.has(name)) continue
    if (property.type === 'Stream') {
      const link = `${context.root}/companies(${context.company.id})/${set.name}(${row.id})/${name}`
      if (!property.readOnly) json[`${name}@odata.mediaEditLink`] = link
      json[`${name}@odata.mediaReadLink`] = link
    } else json[name] = output(property, readProperty(context, set, row, name))
  }
  for (const expansion of options.expand) expandInto(json, context, set, row, expansion)
  return json
}

function selection(
  { switches }: PageContext,
  set: EntitySet,
  { select }: Pick<QueryOptions, 'select'>,
): ReadonlySet<string> | undefined {
  if (!select || select.includes('*')) return undefined
  for (const name of select)
    if (!Object.hasOwn(set.properties, name) && !Object.hasOwn(set.navigation, name))
      throw badRequest(`Could not find a property named '${name}' on type 'Microsoft.NAV.${set.type}'.`)
  return new Set(switches.keyWithSelect ? [...select, ...set.key] : select)
}
