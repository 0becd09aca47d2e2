import type { Row } from '../records.ts'
import { badRequest } from '../rest/call.ts'
import { readComponents } from '../metadata/read-components.ts'
import { text } from '../metadata/component.ts'
import { readZip } from '../metadata/zip.ts'
import type { PublishedVersion } from './registry.ts'
import type { ToolingWorld } from './world.ts'

/** Sites that browsers may call once the package is there; the installer asks the user about them. */
function trustedSites({ metadata }: PublishedVersion): { settings: object[] } {
  const sites = readComponents(readZip(metadata)).components.filter(({ type }) => type === 'CspTrustedSite')
  return { settings: sites.map(({ fullName, body }) => ({ fullName, endpointUrl: text(body, 'endpointUrl') })) }
}

function fieldsOf(
  version: PublishedVersion,
  { switches }: Pick<ToolingWorld, 'switches'>,
): Readonly<Record<string, unknown>> {
  const beta = !version.released
  return {
    ...{ SubscriberPackageId: version.packageId, Name: version.name, Description: version.description },
    ...{ MajorVersion: version.number.major, MinorVersion: version.number.minor },
    ...{ PatchVersion: version.number.patch, BuildNumber: version.number.build },
    ...{ PublisherName: version.publisher, ReleaseState: beta ? 'Beta' : 'Released', IsBeta: beta },
    ...{ IsDeprecated: version.deprecated, IsOrgDependent: version.orgDependent, Package2ContainerOptions: 'Unlocked' },
    IsPasswordProtected: version.installationKey !== null,
    InstallValidationStatus: beta && !switches.betaPackages ? 'BETA_INSTALL_INTO_PRODUCTION_ORG' : 'NO_ERRORS_DETECTED',
    CspTrustedSites: trustedSites(version),
    RemoteSiteSettings: { settings: [] },
    Profiles: { destinationProfiles: [], sourceProfiles: [] },
    Dependencies:
      version.dependencies.length === 0
        ? null
        : { ids: version.dependencies.map((id) => ({ subscriberPackageVersionId: id })) },
  }
}

/** Rows of SubscriberPackage and SubscriberPackageVersion for all that is published, whichever Dev Hub made it. */
export function showPublished(world: Pick<ToolingWorld, 'tables' | 'packages' | 'switches'>): void {
  const { tables, packages } = world
  for (const version of packages.all()) {
    tables.show('SubscriberPackage', version.packageId, {
      Name: version.packageName,
      Description: version.packageDescription,
    })
    tables.show('SubscriberPackageVersion', version.id, fieldsOf(version, world))
  }
}

/**
 * Which of the versions a query may see with the installation key it gives. [sf package install with and without a key]
 * @throws ApiError 400 INSTALL_KEY_REQUIRED, INSTALL_KEY_INVALID
 */
export function unlocked(
  rows: readonly Row[],
  soql: string,
  { packages }: Pick<ToolingWorld, 'packages'>,
): readonly Row[] {
  const given = /\bInstallationKey\s*=\s*'((?:[^'\\]|\\.)*)'/i.exec(soql)?.[1]?.replace(/\\(.)/g, '$1')
  const asked = /\bId\s*=\s*'(\w{15,18})'/i.exec(soql)?.[1]
  return rows.flatMap((row) => {
    const key = packages.get(row.Id)?.installationKey ?? null
    if (key === null || key === given) return [{ ...row, InstallationKey: given ?? null }]
    if (asked === undefined || !row.Id.startsWith(asked)) return []
    if (given === undefined)
      throw badRequest(
        'INSTALL_KEY_REQUIRED',
        'Please provide installationkey when querying against SubscriberPackageVersion that is protected by installationkey',
      )
    throw badRequest('INSTALL_KEY_INVALID', 'Invalid InstallationKey for SubscriberPackageVersion')
  })
}
