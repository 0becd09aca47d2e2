import type { Actor, Row } from '../records.ts'
import { badRequest } from '../rest/call.ts'
import { broughtBy, takeOut } from './take-out.ts'
import type { PublishedVersion } from './registry.ts'
import { later, type ToolingWorld } from './world.ts'

const request = 'SubscriberPackageVersionUninstallRequest'

/** Installed packages that need this one. */
function dependents(version: PublishedVersion, { tables, packages }: ToolingWorld): readonly string[] {
  const installed = tables.store
    .all('InstalledSubscriberPackage')
    .flatMap((row) => packages.get(String(row.SubscriberPackageVersionId)) ?? [])
  return installed
    .filter(({ dependencies }) => dependencies.some((id) => packages.get(id)?.packageId === version.packageId))
    .map(({ packageName }) => `The package ${packageName} depends on this package: uninstall it first.`)
}

function finish(id: string, version: PublishedVersion, actor: Actor, world: ToolingWorld): void {
  const { tables } = world
  if (!tables.store.get(request, id)) return
  const needed = dependents(version, world)
  const failures =
    needed.length > 0
      ? []
      : takeOut(broughtBy(version), { allOrNone: true }, actor, world).failures.map(
          ({ fullName, problem }) => `${fullName}: ${problem.problem}`,
        )
  const messages = [...needed, ...failures]
  for (const Message of messages)
    tables.add(actor, 'PackageVersionUninstallRequestError', { ParentRequestId: id, Message })
  tables.change(actor, request, id, { Status: messages.length > 0 ? 'Error' : 'Success' })
  if (messages.length > 0) return
  for (const row of tables.store.all('InstalledSubscriberPackage'))
    if (row.SubscriberPackageId === version.packageId) tables.remove(actor, 'InstalledSubscriberPackage', row.Id)
}

/**
 * Uninstalls a package: everything it brought is deleted, or nothing when others need some of it; after `packageInstallSeconds` of
 * the clock. [Tooling API: SubscriberPackageVersionUninstallRequest]
 * @throws ApiError 400 INVALID_CROSS_REFERENCE_KEY when the version is not installed here
 */
export function uninstall(fields: Readonly<Record<string, unknown>>, actor: Actor, world: ToolingWorld): Row {
  const { tables, packages, switches } = world
  const key = fields.SubscriberPackageVersionId
  const version =
    typeof key === 'string' ? packages.all().find(({ id }) => id === key || id.slice(0, 15) === key) : undefined
  const installed = tables.store
    .all('InstalledSubscriberPackage')
    .some((row) => row.SubscriberPackageVersionId === version?.id)
  if (!version || !installed)
    throw badRequest(
      'INVALID_CROSS_REFERENCE_KEY',
      `invalid cross reference id: ${typeof key === 'string' ? key : 'none'}`,
      ['SubscriberPackageVersionId'],
    )
  const row = tables.add(actor, request, { SubscriberPackageVersionId: version.id, Status: 'InProgress' })
  later(switches.packageInstallSeconds, world, () => finish(row.Id, version, actor, world))
  return row
}
