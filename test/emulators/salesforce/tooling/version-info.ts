import { isRecord } from '../rest/call.ts'
import { fileText, readZip, unpack } from '../metadata/zip.ts'
import { readVersionNumber, type VersionNumber } from './version-number.ts'

/** What a request to create a package version brings along. */
export interface VersionInfo {
  readonly versionName: string
  readonly versionDescription: string | null
  readonly versionNumber: VersionNumber
  /** The metadata of the version, as a zip in metadata format. */
  readonly metadata: Uint8Array
  readonly files: number
  readonly bytes: number
  /** Ids (04t) of package versions that this one needs. */
  readonly dependencies: readonly string[]
}

function dependenciesOf(descriptor: Readonly<Record<string, unknown>>): readonly string[] {
  const list: readonly unknown[] = Array.isArray(descriptor.dependencies) ? descriptor.dependencies : []
  return list.flatMap((one) =>
    isRecord(one) && typeof one.subscriberPackageVersionId === 'string' ? [one.subscriberPackageVersionId] : [],
  )
}

/**
 * Reads the zip in `VersionInfo`: `package2-descriptor.json` and `package.zip`.
 * @returns the reason when it is no such zip
 */
export function readVersionInfo(zip: Uint8Array): VersionInfo | string {
  try {
    const outer = unpack(zip)
    const [descriptorFile, metadata] = [outer.get('package2-descriptor.json'), outer.get('package.zip')]
    if (!descriptorFile || !metadata) return 'VersionInfo: package2-descriptor.json and package.zip are required'
    const descriptor: unknown = JSON.parse(fileText(descriptorFile))
    if (!isRecord(descriptor)) return 'VersionInfo: package2-descriptor.json is not a JSON object'
    const text = (name: string): string | null => {
      const value = descriptor[name]
      return typeof value === 'string' && value !== '' ? value : null
    }
    const versionNumber = readVersionNumber(text('versionNumber') ?? '')
    if (!versionNumber)
      return `The version number ${text('versionNumber') ?? '(none)'} is not of the form MAJOR.MINOR.PATCH.BUILD`
    const inner = readZip(metadata)
    return {
      versionName: text('versionName') ?? `ver ${versionNumber.major}.${versionNumber.minor}`,
      versionDescription: text('versionDescription'),
      versionNumber,
      metadata,
      files: inner.size,
      bytes: [...inner.values()].reduce((sum, file) => sum + file.length, 0),
      dependencies: dependenciesOf(descriptor),
    }
  } catch (error) {
    return `VersionInfo cannot be read: ${error instanceof Error ? error.message : 'not a zip'}`
  }
}
