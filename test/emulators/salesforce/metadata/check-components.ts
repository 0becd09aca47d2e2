import { type Component, componentKey, type Components, type Problem } from './component.ts'
import { schemaOf } from './org-schema.ts'
import type { Refused } from './select-components.ts'
import { metadataType } from './types/index.ts'
import { checkElements, type CheckWorld, developerNameProblem, notHere } from './types/metadata-type.ts'

/** What is wrong with one component in an org. */
export function problemsOf(component: Component, world: CheckWorld): readonly Problem[] {
  const type = metadataType(component.type)
  if (!type) return [notHere(`Metadata of type ${component.type}`)]
  const malformed = [
    ...checkElements(type, component.body),
    ...(type.developerName ? developerNameProblem(component.fullName.split('.').at(-1) ?? '') : []),
  ]
  return malformed.length > 0 ? malformed : (type.check?.(component, world) ?? [])
}

/**
 * Checks every component against the org as it would be with all of them. One that fails is taken out and the rest checked
 * again, so that what depends on it fails too.
 * @returns what may stay, and everything that may not with its reasons
 */
export function checkComponents(
  chosen: readonly Component[],
  org: Components,
  file: (path: string) => string | undefined,
): { accepted: readonly Component[]; refused: readonly Refused[]; result: Components } {
  let accepted = chosen
  const refused: Refused[] = []
  for (;;) {
    const components = new Map(org)
    for (const component of accepted) components.set(componentKey(component.type, component.fullName), component)
    const world: CheckWorld = { components, schema: schemaOf(components), org, file }
    const failing = accepted.flatMap((component) => {
      const problems = problemsOf(component, world)
      return problems.length > 0 ? [{ component, problems }] : []
    })
    if (failing.length === 0) return { accepted, refused, result: components }
    for (const { component, problems } of failing)
      for (const problem of problems)
        refused.push({ type: component.type, fullName: component.fullName, fileName: component.fileName, problem })
    const out = new Set(failing.map(({ component }) => component))
    accepted = accepted.filter((component) => !out.has(component))
  }
}
