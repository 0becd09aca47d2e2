import { navigationNamed, type EntitySet, type Navigation, type Property } from '../entities.ts'
import { badRequest, ServiceError } from '../errors.ts'
import type { PageContext } from '../pages/page.ts'
import { BusinessError } from '../tables.ts'
import { coerce, type Values } from '../wire/coerce.ts'
import { isObject } from './read-body.ts'

/** A JSON object of a write, taken apart. */
export interface Written {
  readonly values: Values
  /** Collections to be created along with the row, by navigation name. */
  readonly collections: ReadonlyMap<string, readonly Record<string, unknown>[]>
}

/** How a write comes: a create, or a change of a document in this state. */
export type WriteKind = 'create' | 'draft' | 'posted'

/**
 * Checks a body against the metadata, property by property.
 *
 * @throws ServiceError 400 for unknown, read-only and ill-typed properties
 * @throws BusinessError 400 for what the document's state does not allow
 */
export function readValues(
  { switches }: PageContext,
  set: EntitySet,
  body: Record<string, unknown>,
  kind: WriteKind,
): Written {
  const values: Values = {}
  const collections = new Map<string, readonly Record<string, unknown>[]>()
  for (const [name, value] of Object.entries(body)) {
    // Annotations such as `@odata.etag` may stand in a body and mean nothing.
    if (name.includes('@')) continue
    const navigation = navigationNamed(set, name, switches)
    if (navigation) {
      collections.set(name, collection(navigation, name, value, kind))
      continue
    }
    const property = Object.hasOwn(set.properties, name) ? set.properties[name] : undefined
    if (!property)
      throw badRequest(
        `The property '${name}' does not exist on type 'Microsoft.NAV.${set.type}'. ` +
          'Make sure to only use property names that are defined by the type.',
      )
    refuseReadOnly(set, name, property, kind, switches.readOnlyWrite)
    if (value === null && kind !== 'create') {
      if (switches.nullInPatch === 'ignore') continue
      if (switches.nullInPatch === 'refuse') throw badRequest(`The property '${name}' cannot be null.`)
    }
    values[name] = coerce(name, property, value, switches)
  }
  return { values, collections }
}

function collection(
  { many }: Navigation,
  name: string,
  value: unknown,
  kind: WriteKind,
): readonly Record<string, unknown>[] {
  if (!many) throw badRequest(`The navigation property '${name}' cannot be written; use its id property.`)
  if (kind !== 'create')
    throw badRequest(`'${name}' cannot be changed together with its parent: patch the records one by one.`)
  if (!Array.isArray(value) || !value.every(isObject))
    throw badRequest(`The property '${name}' must be an array of objects.`)
  return value
}

function refuseReadOnly(
  set: EntitySet,
  name: string,
  property: Property,
  kind: WriteKind,
  answer: { readonly status: number; readonly code: string },
): void {
  // The id of a dimension set line is the id of its dimension, and given on create.
  const given = kind === 'create' && set.name === 'dimensionSetLines' && ['id', 'parentId', 'parentType'].includes(name)
  if (property.readOnly && !given)
    throw new ServiceError(answer.status, answer.code, `The property '${name}' is read-only.`)
  const posted = kind === 'posted'
  if (posted && (property.writable === 'draftOnly' || property.writable === 'parentDraftOnly'))
    throw new BusinessError(`The ${set.type} has been posted and can no longer be modified. Property: ${name}.`)
  if (!posted && property.writable === 'postedOnly')
    throw new BusinessError(`The "${name}" can only be changed after the ${set.type} has been posted.`)
}
