import { children, text, texts } from './component.ts'
import type { PackageFiles } from './zip.ts'
import { fileText } from './zip.ts'
import { schemaProblem } from './wsdl/check.ts'
import { parseXml } from './xml.ts'

export interface Manifest {
  /** Type name → members, `*` for all of the zip. */
  readonly types: ReadonlyMap<string, readonly string[]>
  readonly version: string
}

/** Reads a `package.xml` or `destructiveChanges.xml`; a text says why it cannot be read. */
export function readManifest(files: PackageFiles, path: string): Manifest | string | undefined {
  const data = files.get(path)
  if (!data) return undefined
  const parsed = parseXml(fileText(data))
  if ('error' in parsed) return `Error parsing file: ${parsed.error}`
  if (parsed.root !== 'Package') return `Error parsing file: root element ${parsed.root} should be Package`
  // The lists of what is destroyed have no version.
  const wrong = schemaProblem('Package', { ...(path === 'package.xml' ? {} : { version: '' }), ...parsed.element })
  if (wrong) return wrong.problem
  const types = new Map<string, readonly string[]>()
  for (const type of children(parsed.element, 'types')) {
    const name = text(type, 'name') ?? ''
    types.set(name, [...(types.get(name) ?? []), ...texts(type, 'members')])
  }
  return { types, version: text(parsed.element, 'version') ?? '67.0' }
}
