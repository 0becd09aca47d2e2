import { type Component, componentKey, problem, type Problem } from './component.ts'
import type { DeployOptions } from './deploy-options.ts'
import type { Manifest } from './manifest.ts'
import type { ReadResult } from './read-components.ts'
import { metadataType, metadataTypes } from './types/index.ts'
import { notHere } from './types/metadata-type.ts'
import { wsdlTypes } from './wsdl/types.ts'

/** A component that fails before it is looked at. */
export interface Refused {
  readonly type: string
  readonly fullName: string
  readonly fileName: string
  readonly problem: Problem
  readonly line?: number
}

/** Types that stand inside the file of another: fields and the like, also those that this sandbox does not do. */
const inner: ReadonlySet<string> = new Set(metadataTypes.flatMap(({ children }) => Object.values(children ?? {})))

/**
 * What the manifest asks for of what the zip holds. Naming an object takes its children along; what is in the zip and
 * not named, or named and not in the zip unless that is allowed, is an error.
 */
export function selectComponents(
  read: ReadResult,
  manifest: Manifest,
  { allowMissingFiles = false }: Pick<DeployOptions, 'allowMissingFiles'> = {},
): { chosen: readonly Component[]; refused: readonly Refused[] } {
  const named = new Set<string>()
  const all = new Set<string>()
  const refused: Refused[] = [...read.unreadable]
  const unreadable = new Set(read.unreadable.map((one) => componentKey(one.type, one.fullName)))
  const present = new Set(read.components.map((one) => componentKey(one.type, one.fullName)))
  for (const [type, members] of manifest.types) {
    for (const member of members) {
      const key = componentKey(type, member)
      if (member === '*') all.add(type)
      else named.add(key)
      if (!metadataType(type))
        refused.push({
          type,
          fullName: member,
          fileName: 'package.xml',
          problem: wsdlTypes().has(type)
            ? notHere(`metadata of type ${type}`)
            : problem(`Unknown type name '${type}' specified in package.xml`),
        })
      else if (member !== '*' && !allowMissingFiles && !present.has(key) && !unreadable.has(key))
        refused.push({
          type,
          fullName: member,
          fileName: 'package.xml',
          problem: problem(
            `An object '${member}' of type ${type} was named in package.xml, but was not found in zipped directory`,
          ),
        })
    }
  }
  const isNamed = (component: Component): boolean =>
    named.has(componentKey(component.type, component.fullName)) || all.has(component.type)
  const ownerNamed = (component: Component): boolean => {
    if (component.type === 'CustomLabel') return named.has('customlabels:customlabels') || all.has('CustomLabels')
    const owner = component.fullName.split('.')[0] ?? ''
    return named.has(componentKey('CustomObject', owner)) || all.has('CustomObject')
  }
  const chosen: Component[] = []
  for (const component of read.components) {
    if (isNamed(component) || (inner.has(component.type) && ownerNamed(component))) chosen.push(component)
    // The file of a standard object, or of all labels, may stand there for its children alone.
    else if (component.type !== 'CustomObject' && component.type !== 'CustomLabels')
      refused.push({ ...component, problem: problem('Not in package.xml') })
  }
  return { chosen, refused }
}
