import type { FieldType, ObjectSchema } from '../schema.ts'
import { expandObject } from '../standard-objects/expand.ts'
import type { FieldSource } from '../standard-objects/source.ts'

const fields = (type: FieldType, ...names: readonly string[]): readonly FieldSource[] =>
  names.map((name) => ({
    name,
    type,
    ...(type === 'string' ? { length: 255 } : {}),
    ...(type === 'int' ? { precision: 9 } : {}),
  }))

/** `Package2Id` → Package2, known in queries as `Package2`. */
const reference = (name: string, to: string): FieldSource => ({
  name,
  type: 'reference',
  referenceTo: [to],
  relationshipName: name.replace(/Id$/, ''),
})

interface ToolingObject {
  readonly name: string
  readonly keyPrefix: string
  /** Only in a Dev Hub with second-generation packaging. */
  readonly devHub?: boolean
  readonly fields: readonly FieldSource[]
}

const objects: readonly ToolingObject[] = [
  {
    name: 'Package2',
    keyPrefix: '0Ho',
    devHub: true,
    fields: [
      { name: 'Name', type: 'string', length: 255, required: true },
      {
        name: 'ContainerOptions',
        type: 'picklist',
        length: 40,
        required: true,
        picklist: ['Managed', 'Unlocked'],
        restricted: true,
      },
      ...fields('string', 'Description', 'NamespacePrefix', 'PackageErrorUsername', 'RecommendedVersionId'),
      ...fields('boolean', 'IsDeprecated', 'IsOrgDependent', 'AppAnalyticsEnabled'),
      ...fields('string', 'ConvertedFromPackageId'),
      reference('SubscriberPackageId', 'SubscriberPackage'),
    ],
  },
  {
    name: 'Package2Version',
    keyPrefix: '05i',
    devHub: true,
    fields: [
      reference('Package2Id', 'Package2'),
      reference('SubscriberPackageVersionId', 'SubscriberPackageVersion'),
      ...fields('string', 'Name', 'Description', 'Tag', 'Branch', 'AncestorId', 'ConvertedFromVersionId'),
      ...fields('string', 'ReleaseVersion', 'Language', 'InstallKey', 'DeveloperUsePkgZip'),
      ...fields('int', 'MajorVersion', 'MinorVersion', 'PatchVersion', 'BuildNumber'),
      ...fields('int', 'BuildDurationInSeconds', 'EndToEndBuildDurationInSeconds'),
      ...fields('int', 'TotalNumberOfMetadataFiles', 'TotalSizeOfMetadataFiles'),
      ...fields('boolean', 'IsReleased', 'IsDeprecated', 'IsPasswordProtected', 'ValidationSkipped', 'ValidatedAsync'),
      ...fields('boolean', 'HasPassedCodeCoverageCheck', 'HasMetadataRemoved', 'HasVpi'),
      ...fields('textarea', 'CodeCoverage', 'CodeCoveragePercentages'),
    ],
  },
  {
    name: 'Package2VersionCreateRequest',
    keyPrefix: '08c',
    devHub: true,
    fields: [
      { ...reference('Package2Id', 'Package2'), required: true },
      reference('Package2VersionId', 'Package2Version'),
      { name: 'VersionInfo', type: 'base64' },
      ...fields('string', 'Status', 'Tag', 'Branch', 'InstallKey', 'Instance', 'SourceOrg', 'Language'),
      ...fields('boolean', 'CalculateCodeCoverage', 'SkipValidation', 'AsyncValidation', 'IsConversionRequest'),
      ...fields('boolean', 'IsDevUsePkgZipRequested', 'CalcTransitiveDependencies', 'IsPasswordProtected'),
    ],
  },
  {
    name: 'Package2VersionCreateRequestError',
    keyPrefix: '08d',
    devHub: true,
    fields: [reference('ParentRequestId', 'Package2VersionCreateRequest'), ...fields('textarea', 'Message')],
  },
  { name: 'SubscriberPackage', keyPrefix: '033', fields: fields('string', 'Name', 'Description', 'NamespacePrefix') },
  {
    name: 'SubscriberPackageVersion',
    keyPrefix: '04t',
    fields: [
      reference('SubscriberPackageId', 'SubscriberPackage'),
      ...fields('string', 'Name', 'Description', 'PublisherName', 'ReleaseState', 'Package2ContainerOptions'),
      ...fields('string', 'InstallValidationStatus', 'PostInstallUrl', 'ReleaseNotesUrl', 'InstallationKey'),
      ...fields('string', 'AppExchangeDescription', 'AppExchangeLogoUrl', 'AppExchangePackageName'),
      ...fields('string', 'AppExchangePublisherName'),
      ...fields('int', 'MajorVersion', 'MinorVersion', 'PatchVersion', 'BuildNumber'),
      ...fields('boolean', 'IsBeta', 'IsDeprecated', 'IsManaged', 'IsOrgDependent', 'IsPasswordProtected'),
      ...fields('boolean', 'IsSecurityReviewed'),
      ...fields('textarea', 'Dependencies', 'CspTrustedSites', 'RemoteSiteSettings', 'Profiles'),
    ],
  },
  {
    name: 'PackageInstallRequest',
    keyPrefix: '0Hf',
    fields: [
      ...fields('string', 'SubscriberPackageVersionKey', 'Status', 'SecurityType', 'NameConflictResolution'),
      ...fields('string', 'PackageInstallSource', 'UpgradeType', 'ApexCompileType', 'Password'),
      ...fields('boolean', 'EnableRss', 'SkipHandlers'),
      ...fields('textarea', 'Errors', 'ProfileMappings'),
    ],
  },
  {
    name: 'SubscriberPackageVersionUninstallRequest',
    keyPrefix: '06y',
    fields: [reference('SubscriberPackageVersionId', 'SubscriberPackageVersion'), ...fields('string', 'Status')],
  },
  {
    name: 'PackageVersionUninstallRequestError',
    keyPrefix: '06e',
    fields: [
      reference('ParentRequestId', 'SubscriberPackageVersionUninstallRequest'),
      ...fields('textarea', 'Message'),
    ],
  },
  {
    name: 'InstalledSubscriberPackage',
    keyPrefix: '0A3',
    fields: [
      reference('SubscriberPackageId', 'SubscriberPackage'),
      reference('SubscriberPackageVersionId', 'SubscriberPackageVersion'),
    ],
  },
  {
    name: 'SandboxProcess',
    keyPrefix: '0GR',
    fields: fields(
      'string',
      'SandboxName',
      'SandboxInfoId',
      'SandboxOrganization',
      'Status',
      'LicenseType',
      'Description',
      'SourceId',
    ),
  },
]

/**
 * The objects of the Tooling API that this sandbox has: those of packages, and what the sf CLI asks at sign-in.
 * [Tooling API: Package2, Package2Version, Package2VersionCreateRequest, SubscriberPackageVersion, PackageInstallRequest]
 */
export const toolingObjects: readonly ObjectSchema[] = objects.map((object) =>
  expandObject({ ...object, label: object.name, labelPlural: object.name, changeEvents: false }),
)

/** Objects that an org without Dev Hub does not have. */
export const devHubObjects: ReadonlySet<string> = new Set(
  objects.filter(({ devHub }) => devHub).map(({ name }) => name.toLowerCase()),
)
