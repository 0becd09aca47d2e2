import { navigationNamed, type EntitySet } from '../entities.ts'
import { badRequest } from '../errors.ts'
import type { PageContext } from '../pages/page.ts'
import { readProperty } from '../pages/reading.ts'
import type { Row } from '../tables.ts'
import { output } from '../wire/output.ts'
import { contentTag } from './content-tag.ts'
import { expandInto } from './expand-into.ts'
import type { QueryOptions } from './query-options.ts'

/** What writing entities needs besides the row. */
export interface WriteContext extends PageContext {
  /** Address of the service root, `…/api/v2.0`, for media links. */
  readonly root: string
  readonly now: number
}

/**
 * Writes rows as the client asked for them: `@odata.etag`, the selected properties in the order of the metadata, media
 * links, expanded navigation properties. What the query says is looked at once, for all rows.
 *
 * @throws ServiceError 400 when `$select` or `$expand` names what the type has not
 */
export function entityWriter(
  context: WriteContext,
  set: EntitySet,
  options: Pick<QueryOptions, 'select' | 'expand'>,
): (row: Row) => Record<string, unknown> {
  const chosen = selection(context, set, options)
  const properties = Object.entries(set.properties).filter(([name]) => !chosen || chosen.has(name))
  return (row) => {
    const json: Record<string, unknown> = {}
    const tag = tagOf(context, set, row)
    if (tag !== undefined) json['@odata.etag'] = tag
    for (const [name, property] of properties) {
      if (property.type === 'Stream') Object.assign(json, mediaLinks(context, set, row, name))
      else json[name] = output(property, readProperty(context, set, row, name))
    }
    for (const expansion of options.expand) expandInto(json, context, set, row, expansion, entityWriter)
    return json
  }
}

/** Every entity of API v2.0 has a tag; those that are worked out have one made of what they show. */
export function tagOf(context: PageContext, set: EntitySet, row: Row): string | undefined {
  if (typeof row['_etag'] === 'string') return row['_etag']
  if (set.api !== 'v2.0') return undefined
  return contentTag(
    Object.entries(set.properties).map(([name, property]) => output(property, readProperty(context, set, row, name))),
  )
}

/** One row, written. */
export const entityJson = (
  context: WriteContext,
  set: EntitySet,
  row: Row,
  options: Pick<QueryOptions, 'select' | 'expand'>,
): Record<string, unknown> => entityWriter(context, set, options)(row)

function mediaLinks({ root, company }: WriteContext, set: EntitySet, row: Row, name: string): Record<string, unknown> {
  const link = `${root}/companies(${company.id})/${set.name}(${row.id})/${name}`
  const readOnly = set.properties[name]?.readOnly === true
  return { ...(!readOnly && { [`${name}@odata.mediaEditLink`]: link }), [`${name}@odata.mediaReadLink`]: link }
}

function selection(
  { switches }: PageContext,
  set: EntitySet,
  { select }: Pick<QueryOptions, 'select'>,
): ReadonlySet<string> | undefined {
  if (!select || select.includes('*')) return undefined
  for (const name of select)
    if (!Object.hasOwn(set.properties, name) && !navigationNamed(set, name, switches))
      throw badRequest(`Could not find a property named '${name}' on type 'Microsoft.NAV.${set.type}'.`)
  return new Set(switches.keyWithSelect ? [...select, ...set.key] : select)
}
