import { children, type Component, componentKey, problem, type Problem, text } from './component.ts'
import { separatedElement } from './separated-elements.ts'
import { metadataTypes } from './types/index.ts'
import type { MetadataType } from './types/metadata-type.ts'
import { parseXml } from './xml.ts'
import { fileText, type PackageFiles } from './zip.ts'

const noFiles: PackageFiles = new Map()

/** A file that is no component, and why. */
export interface Unreadable {
  readonly type: string
  readonly fullName: string
  readonly fileName: string
  readonly problem: Problem
  readonly line?: number
}

export interface ReadResult {
  readonly components: readonly Component[]
  readonly unreadable: readonly Unreadable[]
}

/** Which type owns a path: that of its folder and suffix. A bundle's other sources belong to its meta file. */
function typeOf(path: string): MetadataType | 'part' | undefined {
  const [directory = '', ...rest] = path.split('/')
  const name = rest.join('/')
  const types = metadataTypes.filter((type) => type.directory === directory)
  const owner = types.find((type) => name.endsWith(`.${type.suffix}`))
  if (owner) return metadataTypes.find((type) => type.directory === directory && type.suffix === owner.suffix)
  const hasParts = types.some((type) => type.name === 'LightningComponentBundle' || type.name === 'StaticResource')
  return hasParts ? 'part' : undefined
}

function fullNameOf(type: MetadataType, path: string): string {
  const name = path.slice(type.directory.length + 1, -(type.suffix.length + 1))
  if (type.name === 'LightningComponentBundle') return name.split('/')[0] ?? name
  // A static resource's meta file is `logo.resource-meta.xml`; names of layouts arrive percent-encoded.
  return decodeURIComponent(name)
}

/** The children kept inside a file (`fields`, `labels`, …) as components, and the rest as the file's own. */
function split(
  type: MetadataType,
  { fullName, fileName, body, files }: Pick<Component, 'fullName' | 'fileName' | 'body' | 'files'>,
): Component[] {
  const own = Object.fromEntries(Object.entries(body).filter(([tag]) => !Object.hasOwn(type.children ?? {}, tag)))
  const inner = Object.entries(type.children ?? {}).flatMap(([tag, childType]) =>
    children(body, tag).map((child): Component => {
      const name = text(child, 'fullName') ?? ''
      const inFile = childType === 'CustomLabel' ? name : `${fullName}.${name}`
      return { type: childType, fullName: inFile, fileName, body: child, files: noFiles }
    }),
  )
  return [{ type: type.name, fullName, fileName, body: own, files: type.children ? noFiles : files }, ...inner]
}

function readFile(type: MetadataType, path: string, content: string, files: PackageFiles): Component[] | Unreadable {
  const fullName = fullNameOf(type, path)
  const bad = (text_: string, line: number): Unreadable => ({
    ...{ type: type.name, fullName, fileName: path },
    problem: problem(`Error parsing file: ${text_}`),
    line,
  })
  const parsed = parseXml(content)
  if ('error' in parsed) return bad(parsed.error, parsed.line)
  if (parsed.root !== type.name) return bad(`root element ${parsed.root} should be ${type.name}`, 1)
  const apart = separatedElement(content)
  if (apart) return bad(`Element ${apart.tag} is duplicated at this location in type ${type.name}`, apart.line)
  const bundle = type.name === 'LightningComponentBundle'
  const belongs = (other: string): boolean =>
    other === path ||
    (bundle && other.startsWith(`lwc/${fullName}/`)) ||
    (type.name === 'StaticResource' && other === path.replace(/-meta\.xml$/, ''))
  const own = new Map([...files].filter(([other]) => belongs(other)))
  return split(type, { fullName, fileName: bundle ? `lwc/${fullName}` : path, body: parsed.element, files: own })
}

/** Fields, labels and the like that stand in their file more than once. */
function twiceIn(components: readonly Component[]): Unreadable[] {
  const byName = Map.groupBy(components, ({ type, fullName }) => componentKey(type, fullName))
  return [...byName.values()].flatMap(([first, second]) =>
    first && second
      ? [
          {
            ...{ type: first.type, fullName: first.fullName, fileName: first.fileName },
            problem: problem(`Duplicate ${first.type} ${first.fullName} specified in ${first.fileName}`),
          },
        ]
      : [],
  )
}

/** A bundle folder without a meta file is no bundle. */
function bundlesWithoutMeta(files: PackageFiles): Unreadable[] {
  const names = new Set(
    [...files.keys()].filter((path) => path.startsWith('lwc/')).map((path) => path.split('/')[1] ?? ''),
  )
  return [...names]
    .filter((name) => !name.includes('.') && !files.has(`lwc/${name}/${name}.js-meta.xml`))
    .map((name) => ({
      type: 'LightningComponentBundle',
      fullName: name,
      fileName: `lwc/${name}`,
      problem: problem(`Cannot find Lightning Component Bundle ${name}: ${name}.js-meta.xml is missing`),
    }))
}

/** Every component of the zip, in the order of the type list; what cannot be read comes with its reason. */
export function readComponents(files: PackageFiles): ReadResult {
  const components: Component[] = []
  const unreadable: Unreadable[] = bundlesWithoutMeta(files)
  for (const [path, data] of files) {
    if (!path.includes('/')) continue
    const type = typeOf(path)
    if (type === 'part') continue
    if (!type) {
      const reason = problem(
        `NOT_SUPPORTED_BY_SANDBOX: files in ${path.split('/')[0] ?? ''}/ are not supported by this sandbox`,
      )
      unreadable.push({ type: '', fullName: path, fileName: path, problem: reason })
      continue
    }
    const result = readFile(type, path, fileText(data), files)
    if (!Array.isArray(result)) unreadable.push(result)
    else {
      const twice = twiceIn(result)
      unreadable.push(...twice)
      if (twice.length === 0) components.push(...result)
    }
  }
  const rank = (component: Component): number => metadataTypes.findIndex((type) => type.name === component.type)
  return { components: components.toSorted((a, b) => rank(a) - rank(b)), unreadable }
}
