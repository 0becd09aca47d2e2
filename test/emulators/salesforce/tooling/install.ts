import type { Actor, Row } from '../records.ts'
import { badRequest } from '../rest/call.ts'
import type { PublishedVersion } from './registry.ts'
import { broughtBy, takeOut } from './take-out.ts'
import { later, type ToolingWorld } from './world.ts'

const installedVersion = (packageId: string, { tables, packages }: ToolingWorld): PublishedVersion | undefined => {
  const row = tables.store.all('InstalledSubscriberPackage').find((one) => one.SubscriberPackageId === packageId)
  return row && packages.get(String(row.SubscriberPackageVersionId))
}

const isAtLeast = (have: PublishedVersion, need: PublishedVersion): boolean => {
  const parts = ({ number }: PublishedVersion): readonly number[] => [
    number.major,
    number.minor,
    number.patch,
    number.build,
  ]
  const [mine, other] = [parts(have), parts(need)]
  const at = mine.findIndex((value, index) => value !== other[index])
  return at === -1 || (mine[at] ?? 0) > (other[at] ?? 0)
}

/** Reasons that have nothing to do with the metadata. */
function refusals(version: PublishedVersion, world: ToolingWorld): readonly string[] {
  const missing = version.dependencies.flatMap((id) => {
    const needed = world.packages.get(id)
    const have = needed && installedVersion(needed.packageId, world)
    if (!needed || (have && isAtLeast(have, needed))) return []
    return [
      `A required package is missing: Package "${needed.packageName}", Version ${needed.number.major}.${needed.number.minor} or later must be installed first.`,
    ]
  })
  const beta = !version.released && !world.switches.betaPackages
  return [...missing, ...(beta ? ['This is a beta package version: it cannot be installed in a production org.'] : [])]
}

/**
 * What the version before had and this one has not: deleted where nobody needs it, else left as deprecated. [Salesforce DX
 * Developer Guide: Upgrade Types of Unlocked Packages]
 */
function removeLeftBehind(
  before: PublishedVersion | undefined,
  version: PublishedVersion,
  { actor, how }: { actor: Actor; how: unknown },
  world: ToolingWorld,
): void {
  if (!before || before.id === version.id || how === 'deprecate-only') return
  const stays = new Set(broughtBy(version).map(({ type, fullName }) => `${type} ${fullName}`))
  const gone = broughtBy(before).filter(({ type, fullName }) => !stays.has(`${type} ${fullName}`))
  if (gone.length > 0) takeOut(gone, { allOrNone: false }, actor, world)
}

function finish(id: string, version: PublishedVersion, actor: Actor, world: ToolingWorld): void {
  const { tables, deployments } = world
  const request = tables.store.get('PackageInstallRequest', id)
  if (!request) return
  const end = (fields: Readonly<Record<string, unknown>>): void =>
    void tables.change(actor, 'PackageInstallRequest', id, fields)
  const refused = refusals(version, world)
  const options = { checkOnly: false, rollbackOnError: true, ignoreWarnings: true }
  const failures = refused.length > 0 ? [] : deployments.deployNow(version.metadata, options, actor).failures
  const messages = [...refused, ...failures.map(({ fullName, problem }) => `(${fullName}) ${problem.problem}`)]
  if (messages.length > 0) {
    end({ Status: 'ERROR', Errors: { errors: messages.map((message) => ({ message })) } })
    return
  }
  removeLeftBehind(installedVersion(version.packageId, world), version, { actor, how: request.UpgradeType }, world)
  const known = tables.store
    .all('InstalledSubscriberPackage')
    .find((one) => one.SubscriberPackageId === version.packageId)
  const fields = { SubscriberPackageId: version.packageId, SubscriberPackageVersionId: version.id }
  if (known) tables.change(actor, 'InstalledSubscriberPackage', known.Id, fields)
  else tables.add(actor, 'InstalledSubscriberPackage', fields)
  end({ Status: 'SUCCESS' })
}

/**
 * Installs a package version by deploying its metadata, `packageInstallSeconds` of the clock later. [Tooling API: PackageInstallRequest]
 * @throws ApiError 400 REQUIRED_FIELD_MISSING, INVALID_CROSS_REFERENCE_KEY, or for an installation key that is wrong or not needed
 */
export function install(fields: Readonly<Record<string, unknown>>, actor: Actor, world: ToolingWorld): Row {
  const { tables, packages, switches } = world
  const key = fields.SubscriberPackageVersionKey
  if (typeof key !== 'string')
    throw badRequest('REQUIRED_FIELD_MISSING', 'Required fields are missing: [SubscriberPackageVersionKey]', [
      'SubscriberPackageVersionKey',
    ])
  const version = packages.all().find(({ id }) => id === key || id.slice(0, 15) === key)
  if (!version || version.deprecated)
    throw badRequest('INVALID_CROSS_REFERENCE_KEY', `invalid cross reference id: ${key}`, [
      'SubscriberPackageVersionKey',
    ])
  const password = typeof fields.Password === 'string' && fields.Password !== '' ? fields.Password : null
  if (version.installationKey === null && password !== null)
    throw badRequest(
      'FIELD_INTEGRITY_EXCEPTION',
      "Can't install package. This package doesn't require an installation key. Install the package without specifying an installation key.",
      ['Password'],
    )
  if (version.installationKey !== password)
    throw badRequest('INSTALL_KEY_INVALID', 'Invalid InstallationKey for SubscriberPackageVersion', ['Password'])
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'Password'))
  const request = tables.add(actor, 'PackageInstallRequest', { ...kept, Status: 'IN_PROGRESS' })
  later(switches.packageInstallSeconds, world, () => finish(request.Id, version, actor, world))
  return request
}
