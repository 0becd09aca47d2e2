import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { malformed, parseXml, type XmlElement } from './xml.ts'

/** Content of every file by its path below the package directory, with `/`. */
export type PackageFiles = ReadonlyMap<string, string>

/** One metadata file. */
export interface Component {
  readonly path: string
  /** Root element, which is the metadata type: `CustomField`. */
  readonly type: string
  /** `Account.BC_Key__c`, `BC_Billing_User`: what others call it by. */
  readonly name: string
  readonly body: XmlElement
}

export interface PackageSource {
  readonly files: PackageFiles
  readonly components: readonly Component[]
  ofType(type: string): readonly Component[]
  has(type: string, name: string): boolean
}

export const projectRoot = join(import.meta.dirname, '../..')

/** The package directories that sfdx-project.json lists. */
export const packageDirectories = (
  JSON.parse(readFileSync(join(projectRoot, 'sfdx-project.json'), 'utf8')) as { packageDirectories: { path: string }[] }
).packageDirectories.map(({ path }) => path)

/** Every file of the given package directories; tests are no part of the package. */
export function readPackage(directories: readonly string[] = packageDirectories): PackageFiles {
  const files = directories.flatMap((directory) =>
    readdirSync(join(projectRoot, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('__tests__'))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  return new Map(files.map((file) => [relative(projectRoot, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')]))
}

/** Children of an object are called by object and name; everything else by the name of its file. */
function nameOf(path: string): string {
  const stem = decodeURIComponent(basename(path)).replace(/\.[^.]+-meta\.xml$/, '')
  const object = /\/objects\/([^/]+)\/[a-zA-Z]+\/[^/]+$/.exec(path)?.[1]
  return object === undefined ? stem : `${object}.${stem}`
}

export function openPackage(files: PackageFiles): PackageSource {
  const components = [...files]
    .filter(([path, xml]) => path.endsWith('-meta.xml') && malformed(xml) === undefined)
    .map(([path, xml]): Component => {
      const { root, body } = parseXml(xml)
      return { path, type: root, name: nameOf(path), body }
    })
  const names = new Set(components.map(({ type, name }) => `${type}:${name}`))
  return {
    files,
    components,
    ofType: (type) => components.filter((component) => component.type === type),
    has: (type, name) => names.has(`${type}:${name}`),
  }
}
