import type { Actor, Row } from '../records.ts'
import { badRequest } from '../rest/call.ts'
import { buildErrors } from './build.ts'
import type { PublishedVersion } from './registry.ts'
import { readVersionInfo, type VersionInfo } from './version-info.ts'
import { later, type ToolingWorld } from './world.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** The next build of these three numbers, or the one asked for; undefined when that is taken. */
function buildNumber(info: VersionInfo, packageId: unknown, { tables }: ToolingWorld): number | undefined {
  const { major, minor, patch, build } = info.versionNumber
  const builds = tables.store
    .all('Package2Version')
    .filter(
      (row) =>
        row.Package2Id === packageId &&
        row.MajorVersion === major &&
        row.MinorVersion === minor &&
        row.PatchVersion === patch,
    )
    .map((row) => Number(row.BuildNumber))
  if (build === 'NEXT') return Math.max(0, ...builds) + 1
  return builds.includes(build) ? undefined : build
}

function publish(request: Row, info: VersionInfo, build: number, world: ToolingWorld): PublishedVersion {
  const { tables, ids, packages } = world
  const package2 = tables.store.get('Package2', String(request.Package2Id))
  const version: PublishedVersion = {
    id: ids.next('04t'),
    packageId: String(package2?.SubscriberPackageId),
    packageName: String(package2?.Name),
    packageDescription: text(package2?.Description),
    name: info.versionName,
    description: info.versionDescription,
    number: { ...info.versionNumber, build },
    metadata: info.metadata,
    dependencies: info.dependencies,
    publisher: world.organizationName(),
    orgDependent: package2?.IsOrgDependent === true,
    installationKey: text(request.InstallKey),
    released: false,
    deprecated: false,
  }
  packages.put(version)
  return version
}

function addVersion(request: Row, info: VersionInfo, build: number, actor: Actor, world: ToolingWorld): Row {
  const version = publish(request, info, build, world)
  const checked = request.SkipValidation !== true
  return world.tables.add(actor, 'Package2Version', {
    Package2Id: request.Package2Id,
    SubscriberPackageVersionId: version.id,
    ...{ Name: version.name, Description: version.description, Tag: request.Tag, Branch: request.Branch },
    ...{ MajorVersion: version.number.major, MinorVersion: version.number.minor },
    ...{ PatchVersion: version.number.patch, BuildNumber: build },
    ...{
      Language: request.Language ?? 'en_US',
      InstallKey: null,
      IsPasswordProtected: version.installationKey !== null,
    },
    ...{ ValidationSkipped: !checked, ValidatedAsync: request.AsyncValidation === true },
    // Without Apex there is nothing to cover: asking for the check passes it.
    HasPassedCodeCoverageCheck: checked && request.CalculateCodeCoverage === true,
    ...{ BuildDurationInSeconds: world.switches.packageVersionSeconds },
    ...{ EndToEndBuildDurationInSeconds: world.switches.packageVersionSeconds },
    ...{ TotalNumberOfMetadataFiles: info.files, TotalSizeOfMetadataFiles: info.bytes },
  })
}

function finish(id: string, actor: Actor, world: ToolingWorld): void {
  const { tables, packages } = world
  const request = tables.store.get('Package2VersionCreateRequest', id)
  if (!request) return
  const end = (fields: Readonly<Record<string, unknown>>): void =>
    void tables.change(actor, 'Package2VersionCreateRequest', id, fields)
  const fail = (messages: readonly string[]): void => {
    for (const Message of messages)
      tables.add(actor, 'Package2VersionCreateRequestError', { ParentRequestId: id, Message })
    end({ Status: 'Error' })
  }
  const info = readVersionInfo(Buffer.from(String(request.VersionInfo), 'base64'))
  if (typeof info === 'string') {
    fail([info])
    return
  }
  const build = buildNumber(info, request.Package2Id, world)
  if (build === undefined) {
    fail([`Build number ${info.versionNumber.build} of this version exists already`])
    return
  }
  const orgDependent = tables.store.get('Package2', String(request.Package2Id))?.IsOrgDependent === true
  const errors =
    request.SkipValidation === true || orgDependent ? [] : buildErrors(info.metadata, info.dependencies, packages)
  if (errors.length > 0) {
    fail(errors)
    return
  }
  const version = addVersion(request, info, build, actor, world)
  end({ Status: 'Success', Package2VersionId: version.Id })
}

/** In this order, each for an equal share of `packageVersionSeconds`. */
const states = [
  'Queued',
  'Initializing',
  'VerifyingFeaturesAndSettings',
  'VerifyingDependencies',
  'VerifyingMetadata',
  'FinalizingPackageVersion',
] as const

/**
 * Takes a request for a package version and works on it by the clock: the version, or the errors, are there at its end.
 * [Tooling API: Package2VersionCreateRequest]
 * @throws ApiError 400 REQUIRED_FIELD_MISSING, INVALID_CROSS_REFERENCE_KEY
 */
export function createVersion(fields: Readonly<Record<string, unknown>>, actor: Actor, world: ToolingWorld): Row {
  const { tables, switches } = world
  const missing = ['Package2Id', 'VersionInfo'].filter((field) => text(fields[field]) === null)
  if (missing.length > 0)
    throw badRequest('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing)
  if (!tables.store.get('Package2', String(fields.Package2Id)))
    throw badRequest('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['Package2Id'])
  const request = tables.add(actor, 'Package2VersionCreateRequest', {
    ...{ Language: 'en_US', ...fields, Status: states[0], Package2VersionId: null },
    IsPasswordProtected: text(fields.InstallKey) !== null,
  })
  const share = switches.packageVersionSeconds / states.length
  if (share > 0)
    for (const [index, Status] of states.entries())
      if (index > 0)
        later(share * index, world, () => {
          if (tables.store.get('Package2VersionCreateRequest', request.Id))
            tables.change(actor, 'Package2VersionCreateRequest', request.Id, { Status })
        })
  later(switches.packageVersionSeconds, world, () => finish(request.Id, actor, world))
  return tables.store.get('Package2VersionCreateRequest', request.Id) ?? request
}
