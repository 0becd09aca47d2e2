import { notSupported } from '../context.ts'
import type { Actor, Row } from '../records.ts'
import { badRequest } from '../rest/call.ts'
import type { ToolingWorld } from './world.ts'

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/**
 * A Package2, with the SubscriberPackage that orgs will know it by. [Tooling API: Package2]
 * @throws ApiError 400 REQUIRED_FIELD_MISSING or DUPLICATE_VALUE, 501 for managed packages and namespaces
 */
export function createPackage(
  fields: Readonly<Record<string, unknown>>,
  actor: Actor,
  { tables }: Pick<ToolingWorld, 'tables'>,
): Row {
  const name = textOf(fields.Name)
  const missing = ['Name', 'ContainerOptions'].filter((field) => textOf(fields[field]) === '')
  if (missing.length > 0)
    throw badRequest('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing)
  if (fields.ContainerOptions !== 'Unlocked') throw notSupported(`A package of type ${textOf(fields.ContainerOptions)}`)
  if (textOf(fields.NamespacePrefix) !== '') throw notSupported('A package with a namespace')
  const same = tables.store.all('Package2').some((row) => String(row.Name).toLowerCase() === name.toLowerCase())
  if (same)
    throw badRequest('DUPLICATE_VALUE', `Choose a different package name. A package named ${name} already exists.`, [
      'Name',
    ])
  const subscriber = tables.add(actor, 'SubscriberPackage', { Name: name, Description: fields.Description ?? null })
  return tables.add(actor, 'Package2', {
    ...fields,
    Name: name,
    NamespacePrefix: null,
    SubscriberPackageId: subscriber.Id,
  })
}
