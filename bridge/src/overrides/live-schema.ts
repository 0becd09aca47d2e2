import { closest } from 'fastest-levenshtein'
import type { Field } from '../engine/entity.ts'
import type { LiveField, LiveSchema } from '../engine/ports.ts'

/** The name of the schema that somebody who wrote `name` may have meant. */
export function nearestName(names: Iterable<string>, name: string): string | undefined {
  const all = [...names]
  if (all.length === 0) return undefined
  const lower = new Map(all.map((each) => [each.toLowerCase(), each]))
  return lower.get(closest(name.toLowerCase(), [...lower.keys()]))
}

/** A field of the system as an entity declares it. */
export function declared(field: LiveField): Field {
  return {
    kind: field.kind,
    required: false,
    ...(field.length === undefined ? {} : { length: field.length }),
    ...(field.choices === undefined ? {} : { choices: field.choices }),
  }
}

/** Which kinds may fill which. Everything can be said as text; a text is looked at when it comes. */
export function fits(from: Field['kind'], to: Field['kind']): boolean {
  if (from === 'lines' || to === 'lines') return false
  if (from === to || to === 'text' || from === 'text') return true
  return (from === 'choice' && to === 'reference') || (from === 'id' && to === 'reference')
}

export type Schemas = (entity: { readonly system: string; readonly name: string }) => LiveSchema | undefined

const anything: LiveField = { kind: 'text', creatable: true, updatable: true, required: false }

/** Stands for systems that are not asked: every field is taken to be there. For showing mappings, never for running them. */
export const unchecked: Schemas = () => ({
  fields: Object.assign(new Map<string, LiveField>(), { get: () => anything, has: () => true }),
})
