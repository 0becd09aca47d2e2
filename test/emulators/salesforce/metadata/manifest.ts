import { children, text, texts } from './component.ts'
import type { PackageFiles } from './zip.ts'
import { fileText } from './zip.ts'
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
  const types = children(parsed.element, 'types').map(
    (type) => [text(type, 'name') ?? '', texts(type, 'members')] as const,
  )
  return { types: new Map(types), version: text(parsed.element, 'version') ?? '67.0' }
}
