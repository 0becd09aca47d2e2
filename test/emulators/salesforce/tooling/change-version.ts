import type { Actor, Row } from '../records.ts'
import { badRequest } from '../rest/call.ts'
import type { ToolingWorld } from './world.ts'

const changeable = ['Name', 'Description', 'Branch', 'Tag', 'InstallKey', 'IsReleased', 'IsDeprecated']

function refuseRelease(row: Row): void {
  if (row.IsReleased === true)
    throw badRequest('INVALID_INPUT', 'This package version is released already.', ['IsReleased'])
  if (row.ValidationSkipped === true)
    throw badRequest('INVALID_INPUT', 'A package version created without validation cannot be released.', [
      'IsReleased',
    ])
  if (row.HasPassedCodeCoverageCheck !== true)
    throw badRequest('INVALID_INPUT', 'A package version can be released only after its code coverage was checked.', [
      'IsReleased',
    ])
}

/**
 * Changes a Package2Version: its texts, its installation key, promotes it (`IsReleased`) or deletes it (`IsDeprecated`), here and
 * for those who install it. [Tooling API: Package2Version]
 * @throws ApiError 400 INVALID_INPUT, INVALID_FIELD_FOR_INSERT_UPDATE
 */
export function changeVersion(
  row: Row,
  fields: Readonly<Record<string, unknown>>,
  actor: Actor,
  world: ToolingWorld,
): void {
  const { tables, packages } = world
  const key = fields.InstallKey
  const changes = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'Id' && name !== 'InstallKey'))
  const locked = Object.keys(changes).filter((name) => !changeable.includes(name))
  if (locked.length > 0)
    throw badRequest('INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to create/update fields: ${locked.join(', ')}.`, locked)
  if (changes.IsReleased === true) refuseRelease(row)
  if (row.IsReleased === true && changes.IsReleased === false)
    throw badRequest('INVALID_INPUT', 'A released package version stays released.', ['IsReleased'])
  const protectedBy = typeof key === 'string' ? { IsPasswordProtected: key !== '' } : {}
  const after = tables.change(actor, 'Package2Version', row.Id, { ...changes, ...protectedBy })
  const version = packages.get(String(row.SubscriberPackageVersionId))
  if (version)
    packages.put({
      ...version,
      name: String(after.Name),
      released: after.IsReleased === true,
      deprecated: after.IsDeprecated === true,
      ...(typeof key === 'string' ? { installationKey: key === '' ? null : key } : {}),
    })
}
