import { type Component, componentKey, problem, type Problem } from './component.ts'
import type { Manifest } from './manifest.ts'
import type { ReadResult } from './read-components.ts'
import { metadataType } from './types/index.ts'

/** A component that fails before it is looked at. */
export interface Refused {
  readonly type: string
  readonly fullName: string
  readonly fileName: string
  readonly problem: Problem
  readonly line?: number
}

const inside = (component: Component): boolean =>
  ['CustomField', 'ListView', 'CompactLayout', 'CustomLabel'].includes(component.type) ||
  metadataType(component.type) === undefined

/**
 * What the manifest asks for of what the zip holds. Naming an object takes its children along; what is in the zip and
 * not named, or named and not in the zip, is an error.
 */
export function selectComponents(
  read: ReadResult,
  manifest: Manifest,
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
          problem: problem(`NOT_SUPPORTED_BY_SANDBOX: metadata of type ${type} is not supported by this sandbox`),
        })
      else if (member !== '*' && !present.has(key) && !unreadable.has(key))
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
    if (isNamed(component) || (inside(component) && ownerNamed(component))) chosen.push(component)
    // The file of a standard object, or of all labels, may stand there for its children alone.
    else if (component.type !== 'CustomObject' && component.type !== 'CustomLabels')
      refused.push({ ...component, problem: problem('Not in package.xml') })
  }
  return { chosen, refused }
}
