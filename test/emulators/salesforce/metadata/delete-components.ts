import { problemsOf } from './check-components.ts'
import { type Component, componentKey, type Components, problem, type Problem, text } from './component.ts'
import type { Manifest } from './manifest.ts'
import { schemaOf } from './org-schema.ts'
import type { Refused } from './select-components.ts'
import { metadataType } from './types/index.ts'
import { type CheckWorld, notHere } from './types/metadata-type.ts'
import { withoutReferences } from './without-references.ts'
import { fileText } from './zip.ts'

export interface Deletion {
  readonly component: Component
  /** The file of the zip that asks for it. */
  readonly fileName: string
}

export interface Deletions {
  readonly deleted: readonly Deletion[]
  readonly refused: readonly Refused[]
  /** What was asked for and is not there. */
  readonly absent: readonly Refused[]
  /** The org without what was deleted. */
  readonly result: Components
}

/** Who uses a component beyond metadata, e.g. users a permission set is assigned to; undefined = nobody. */
export type InUse = (component: Component) => string | undefined

const isPartOf = (part: Component, object: Component): boolean =>
  object.type === 'CustomObject' &&
  part !== object &&
  (part.fullName.startsWith(`${object.fullName}.`) ||
    (part.type === 'Layout' && part.fullName.startsWith(`${object.fullName}-`)) ||
    (part.type === 'CustomTab' && part.fullName === object.fullName))

function worldOf(components: Components): CheckWorld {
  const files = new Map([...components.values()].flatMap((one) => [...one.files]))
  const file = (path: string): string | undefined => {
    const data = files.get(path)
    return data && fileText(data)
  }
  return { components, schema: schemaOf(components), org: components, file }
}

/** `CustomTab` → `Custom Tab`; formula fields have a name of their own. */
function kindOf({ type, body }: Component): string {
  if (type === 'CustomField')
    return text(body, 'formula') === undefined ? 'Custom Field Definition' : 'Custom Formula Field'
  return type.replace(/([a-z])([A-Z])/g, '$1 $2')
}

function standsInTheWay(deleted: Component, users: readonly Component[]): Problem {
  const names = users.map((user) => `${kindOf(user)} - ${user.fullName}`).join(', ')
  switch (deleted.type) {
    case 'CustomField':
      return problem(`This custom field is referenced elsewhere in salesforce.com. : ${names}.`)
    case 'CustomObject':
      return problem(`This custom object is used by another feature. Remove the usage and try again. : ${names}.`)
    default:
      return problem(`This ${kindOf(deleted)} is referenced elsewhere in salesforce.com. : ${names}.`)
  }
}

interface Asked {
  readonly found: readonly Deletion[]
  readonly refused: readonly Refused[]
  readonly absent: readonly Refused[]
}

function find(manifest: Manifest, fileName: string, org: Components, inUse: InUse): Asked {
  const found: Deletion[] = []
  const refused: Refused[] = []
  const absent: Refused[] = []
  for (const [type, members] of manifest.types)
    for (const fullName of members) {
      const component = org.get(componentKey(type, fullName))
      const refuse = (reason: Problem): void => void refused.push({ type, fullName, fileName, problem: reason })
      const users = component && inUse(component)
      if (!metadataType(type)) refuse(notHere(`Metadata of type ${type}`))
      else if (fullName === '*') refuse(problem('The wildcard * cannot be used to delete components'))
      else if (type === 'CustomObject' && !fullName.includes('__'))
        refuse(problem(`The CustomObject called '${fullName}' is standard and cannot be deleted`))
      else if (!component)
        absent.push({
          type,
          fullName,
          fileName,
          problem: { problem: `No ${type} named: ${fullName} found`, problemType: 'Warning' },
        })
      else if (users !== undefined) refuse(problem(users))
      else found.push({ component, fileName })
    }
  return { found, refused, absent }
}

function without(org: Components, deleted: readonly Component[]): Components {
  const all = [...org.values()]
  const gone = new Set(deleted.flatMap((one) => [one, ...all.filter((part) => isPartOf(part, one))]))
  const kept = all.filter((one) => !gone.has(one))
  const cleaned = kept.map((one) => [...gone].reduce(withoutReferences, one))
  return new Map(cleaned.map((one) => [componentKey(one.type, one.fullName), one]))
}

/** Whether `user` names the deleted component, as far as its text tells. */
const names = (user: Component, deleted: Component): boolean => {
  const local = deleted.fullName.split('.').at(-1) ?? deleted.fullName
  const code = [...user.files.values()].map(fileText).join('\n')
  return `${JSON.stringify(user.body)}${code}`.includes(local)
}

/**
 * Deletes what a `destructiveChanges*.xml` names. A component that others need stays, and those that would have been right
 * without it are looked at again. [Metadata API Developer Guide: Deleting Components from an Organization]
 */
export function deleteComponents(manifest: Manifest, fileName: string, org: Components, inUse: InUse): Deletions {
  const { found, refused: early, absent } = find(manifest, fileName, org, inUse)
  if (found.length === 0) return { deleted: [], refused: early, absent, result: org }
  const refused = [...early]
  const before = worldOf(org)
  const wrongBefore = new Set(
    [...org.values()]
      .filter((one) => problemsOf(one, before).length > 0)
      .map((one) => componentKey(one.type, one.fullName)),
  )
  let deleted = found
  for (;;) {
    const result = without(
      org,
      deleted.map(({ component }) => component),
    )
    const world = worldOf(result)
    const users = [...result.values()].filter(
      (one) => !wrongBefore.has(componentKey(one.type, one.fullName)) && problemsOf(one, world).length > 0,
    )
    if (users.length === 0) return { deleted, refused, absent, result }
    const usersOf = ({ component }: Deletion): readonly Component[] => users.filter((user) => names(user, component))
    const needed = deleted.filter((one) => usersOf(one).length > 0)
    // Nobody can be blamed: then nothing goes.
    const stay = needed.length > 0 ? needed : deleted
    for (const one of stay) {
      const { type, fullName } = one.component
      const by = usersOf(one)
      refused.push({ type, fullName, fileName, problem: standsInTheWay(one.component, by.length > 0 ? by : users) })
    }
    deleted = deleted.filter((one) => !stay.includes(one))
    if (deleted.length === 0) return { deleted, refused, absent, result: org }
  }
}
