import type { VersionNumber } from './version-number.ts'

/** A package version that orgs may install: what a Dev Hub has made of a folder of metadata. */
export interface PublishedVersion {
  /** Id of the SubscriberPackageVersion, `04t…`. */
  readonly id: string
  /** Id of the SubscriberPackage, `033…`: the same in all versions of a package. */
  readonly packageId: string
  readonly packageName: string
  readonly packageDescription: string | null
  readonly name: string
  readonly description: string | null
  readonly number: VersionNumber & { readonly build: number }
  /** Zip in metadata format. */
  readonly metadata: Uint8Array
  /** Ids (04t) of the versions to install first. */
  readonly dependencies: readonly string[]
  /** Name of the organization that made it. */
  readonly publisher: string
  readonly orgDependent: boolean
  readonly installationKey: string | null
  readonly released: boolean
  readonly deprecated: boolean
}

/**
 * Where Dev Hubs put package versions and every org finds them. Each sandbox has one of its own; give two sandboxes the same to make
 * one of them the Dev Hub of the other.
 */
export interface PackageRegistry {
  get(id: string): PublishedVersion | undefined
  all(): readonly PublishedVersion[]
  /** Adds a version, or changes the one with this id. */
  put(version: PublishedVersion): void
  clear(): void
}

export function createPackageRegistry(): PackageRegistry {
  const versions = new Map<string, PublishedVersion>()
  return {
    get: (id) => versions.get(id),
    all: () => [...versions.values()],
    put: (version) => void versions.set(version.id, version),
    clear: () => versions.clear(),
  }
}
