import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** What one element holds: text, `boolean`, `number`, or another type by its name. */
export interface Shape {
  readonly type: string
  readonly array: boolean
  readonly optional: boolean
}

/** A type of the Metadata API: elements by name, or the values of an enum. */
export type WsdlType = { readonly elements: ReadonlyMap<string, Shape> } | { readonly values: ReadonlySet<string> }

type Types = ReadonlyMap<string, WsdlType>

/** What the guide has and the declarations lack. [Metadata API: CustomField] */
const alsoThere: readonly (readonly [type: string, element: string, of: string])[] = [
  ['CustomField', 'displayLocationInDecimal', 'boolean'],
]

/**
 * Reads the declarations of @salesforce/types, which are generated from the WSDL of the Metadata API and so have one form:
 * `export type Name = 'a' | 'b';` or `export type Name = Base & {`, a member on each line, `};`.
 */
function parse(source: string): Types {
  const enums = new Map<string, WsdlType>()
  const own = new Map<string, { base: string | undefined; elements: Map<string, Shape> }>()
  const lines = source.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const [, name, rest = ''] = /^export type (\w+) = (.*)$/.exec(lines[at] ?? '') ?? []
    if (name === undefined) continue
    if (!rest.endsWith('{')) {
      const values = [...rest.matchAll(/'([^']*)'/g)].map(([, value = '']) => value)
      if (values.length > 0) enums.set(name, { values: new Set(values) })
      continue
    }
    const elements = new Map<string, Shape>()
    for (at++; at < lines.length && !lines[at]?.startsWith('}'); at++) {
      const [, tag, mark, type, array] = /^\s+(\w+)(\?)?: (\w+)(\[\])?;$/.exec(lines[at] ?? '') ?? []
      if (tag !== undefined && type !== undefined)
        elements.set(tag, { type, array: array !== undefined, optional: mark !== undefined })
    }
    for (const [type, tag, of] of alsoThere)
      if (type === name) elements.set(tag, { type: of, array: false, optional: true })
    own.set(name, { base: /^(\w+) & \{$/.exec(rest)?.[1], elements })
  }
  const withBase = (name: string): ReadonlyMap<string, Shape> => {
    const { base, elements } = own.get(name) ?? {}
    return new Map([...(base === undefined ? [] : withBase(base)), ...(elements ?? [])])
  }
  return new Map([...enums, ...[...own.keys()].map((name) => [name, { elements: withBase(name) }] as const)])
}

let parsed: Types | undefined

/** The types of the Metadata API by name, read when they are first asked for. */
export function wsdlTypes(): Types {
  if (parsed) return parsed
  const script = createRequire(import.meta.url).resolve('@salesforce/types/metadata')
  parsed = parse(readFileSync(script.replace(/\.js$/, '.d.ts'), 'utf8'))
  return parsed
}
