import type { Schema } from '../../schema.ts'
import { type Component, componentKey, type Components, problem, type Problem, type XmlElement } from '../component.ts'
import { schemaProblem } from '../wsdl/check.ts'

/** The org as it would be after the deploy: what a component is checked against. */
export interface CheckWorld {
  readonly components: Components
  readonly schema: Schema
  /** The org as it is. */
  readonly org: Components
  /** Text of a file of the zip; undefined when it is not in there. */
  file(path: string): string | undefined
}

/** One type of metadata that this sandbox takes. Registered by hand in `index.ts`. */
export interface MetadataType {
  readonly name: string
  /** Folder in the zip. */
  readonly directory: string
  readonly suffix: string
  /** Types kept inside the file of this one: element → their type, e.g. `fields` → `CustomField`. */
  readonly children?: Readonly<Record<string, string>>
  /** Elements of this type that this sandbox does, or that change nothing here; left out = all that the Metadata API has. */
  readonly elements?: ReadonlySet<string>
  readonly required?: readonly string[]
  /** Whether components are named by a developer name; the others have rules of their own for their names. */
  readonly developerName?: true
  /** First characters of the component's id. */
  readonly keyPrefix: string
  check?(component: Component, world: CheckWorld): readonly Problem[]
}

export const has = (world: CheckWorld, type: string, fullName: string): boolean =>
  world.components.has(componentKey(type, fullName))

export const missing = (inField: string, type: string, name: string): Problem =>
  problem(`In field: ${inField} - no ${type} named ${name} found`)

export const notHere = (what: string): Problem =>
  problem(`NOT_SUPPORTED_BY_SANDBOX: ${what} is not supported by this sandbox`)

/** [Metadata API: fullName of the types that have a developer name] */
export const developerNameProblem = (name: string): readonly Problem[] =>
  /^[A-Za-z](_?[A-Za-z0-9])*$/.test(name)
    ? []
    : [
        problem(
          `${name}: The API name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.`,
        ),
      ]

/** What the schema of the Metadata API refuses, which it finds before it looks at meaning; then what this sandbox does not do, and what is missing. */
export function checkElements(type: MetadataType, body: XmlElement): readonly Problem[] {
  const wrong = schemaProblem(type.name, body)
  if (wrong) return [wrong]
  const unknown = Object.keys(body).find((tag) => type.elements && !type.elements.has(tag))
  if (unknown !== undefined) return [notHere(`The element ${unknown} of ${type.name}`)]
  return (type.required ?? [])
    .filter((tag) => body[tag] === undefined || body[tag] === '')
    .map((tag) => problem(`Required field is missing: ${tag}`))
}
