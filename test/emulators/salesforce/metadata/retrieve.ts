import { strToU8, zipSync } from 'fflate'
import { type Component, componentKey, type Components, type XmlElement } from './component.ts'
import { metadataType, metadataTypes } from './types/index.ts'
import { notHere } from './types/metadata-type.ts'
import { wsdlTypes } from './wsdl/types.ts'
import { toXml } from './xml.ts'

export interface RetrieveRequest {
  /** Type → members; `*` = all of a type. */
  readonly types: ReadonlyMap<string, readonly string[]>
  readonly version: string
  /** Names of installed packages; none is known here. */
  readonly packageNames: readonly string[]
  /** Files at the root of the zip, not below `unpackaged/`. */
  readonly singlePackage: boolean
}

export interface Retrieved {
  readonly zip: Uint8Array
  /** What is in the zip: its path there, and the component. */
  readonly files: readonly { readonly fileName: string; readonly component: Component }[]
  readonly messages: readonly { readonly fileName: string; readonly problem: string }[]
}

/** Type of the file a component lies in, and the element there: `CustomField` → `CustomObject`, `fields`. */
const parentOf = new Map(
  metadataTypes.flatMap((type) =>
    Object.entries(type.children ?? {}).map(([tag, child]) => [child, { type: type.name, tag }] as const),
  ),
)

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"'
const xmlFile = (root: string, content: string): Uint8Array =>
  strToU8(`<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${namespace}>${content}</${root}>\n`)

/** The file's own component: `objects/Account.object` for a field of Account. */
function ownerOf(component: Component): { type: string; fullName: string } {
  const parent = parentOf.get(component.type)
  if (!parent) return component
  return {
    type: parent.type,
    fullName: parent.type === 'CustomLabels' ? 'CustomLabels' : (component.fullName.split('.')[0] ?? ''),
  }
}

function select(
  request: RetrieveRequest,
  org: Components,
  manifestName: string,
): { chosen: Set<Component>; messages: Retrieved['messages'] } {
  const chosen = new Set<Component>()
  const messages: { fileName: string; problem: string }[] = []
  const all = [...org.values()]
  const choose = (component: Component): void => {
    chosen.add(component)
    if (metadataType(component.type)?.children)
      for (const part of all)
        if (
          part !== component &&
          ownerOf(part).type === component.type &&
          ownerOf(part).fullName === component.fullName
        )
          chosen.add(part)
  }
  const say = (text: string): void => {
    messages.push({ fileName: manifestName, problem: text })
  }
  for (const [type, members] of request.types) {
    if (!metadataType(type)) {
      if (wsdlTypes().has(type)) say(notHere(`metadata of type '${type}' (members ${members.join(', ')})`).problem)
      else say(`Entity type: '${type}' is unknown`)
      continue
    }
    for (const member of members) {
      const component = org.get(componentKey(type, member))
      // Parts of objects have no wildcard; custom objects have one, standard objects are named. [Metadata API: Metadata Types]
      if (member === '*') {
        if (parentOf.get(type)?.type === 'CustomObject') continue
        for (const one of all)
          if (one.type === type && (type !== 'CustomObject' || one.fullName.endsWith('__c'))) choose(one)
      } else if (component) choose(component)
      else if (
        type === 'CustomObject' &&
        all.some((one) => ownerOf(one).type === type && ownerOf(one).fullName === member)
      )
        for (const one of all) {
          if (ownerOf(one).type === type && ownerOf(one).fullName === member) chosen.add(one)
        }
      else if (type === 'CustomObject' && !member.includes('__'))
        say(notHere(`the standard object ${member}, to which nothing was deployed`).problem)
      else say(`Entity of type '${type}' named '${member}' cannot be found`)
    }
  }
  for (const name of request.packageNames) say(`No package named '${name}' found`)
  return { chosen, messages }
}

function manifestOf({ types, version }: RetrieveRequest): Uint8Array {
  const content = [...types].map(([name, members]) => toXml({ types: { members, name } })).join('')
  return xmlFile('Package', `${content}<version>${version}</version>`)
}

/** One file of an object or of all labels: its own elements, and those of the chosen parts. */
function composed(parts: readonly Component[]): Uint8Array {
  const [first] = parts
  const rootType = first ? ownerOf(first).type : ''
  const element: Record<string, unknown> = {}
  for (const part of parts) {
    const parent = parentOf.get(part.type)
    if (!parent) Object.assign(element, part.body)
    else element[parent.tag] = [...((element[parent.tag] as XmlElement[] | undefined) ?? []), part.body]
  }
  return xmlFile(rootType, toXml(element))
}

/**
 * The zip of a retrieve: files as they were deployed, objects and labels put together of the parts asked for. Of standard objects
 * there is only what was deployed to them. [Metadata API Developer Guide: retrieve()]
 */
export function retrieve(request: RetrieveRequest, org: Components): Retrieved {
  const root = request.singlePackage ? '' : 'unpackaged/'
  const { chosen, messages } = select(request, org, `${root}package.xml`)
  const contents: Record<string, Uint8Array> = { [`${root}package.xml`]: manifestOf(request) }
  const inFile = new Map<string, Component[]>()
  for (const component of chosen)
    if (component.files.size > 0) for (const [path, data] of component.files) contents[`${root}${path}`] = data
    else inFile.set(component.fileName, [...(inFile.get(component.fileName) ?? []), component])
  for (const [path, parts] of inFile) contents[`${root}${path}`] = composed(parts)
  return {
    zip: zipSync(contents),
    files: [...chosen].map((component) => ({ fileName: `${root}${component.fileName}`, component })),
    messages,
  }
}
