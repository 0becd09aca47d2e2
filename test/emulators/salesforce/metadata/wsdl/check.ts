import { problem, type Problem, type XmlElement, type XmlValue } from '../component.ts'
import { type Shape, type WsdlType, wsdlTypes } from './types.ts'

type Types = ReadonlyMap<string, WsdlType>

const parsing = (text: string): Problem => problem(`Error parsing file: ${text}`)

/** The wordings are those of deploys in life; that of numbers is made after that of booleans. */
function textProblem(value: string, { type }: Shape, types: Types): Problem | undefined {
  const known = types.get(type)
  if (known && 'values' in known)
    return known.values.has(value) ? undefined : problem(`'${value}' is not a valid value for the enum '${type}'`)
  if (known) return value === '' ? undefined : parsing(`text where elements of ${type} belong`)
  if (type === 'boolean' && !/^(true|false|0|1)$/.test(value))
    return parsing(`'${value}' is not valid for type xsd:boolean, should be '0', '1', 'true' or 'false'`)
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) return parsing(`'${value}' is not valid for type xsd:int`)
  return undefined
}

function valueProblem(value: string | XmlElement, shape: Shape, types: Types): Problem | undefined {
  if (typeof value === 'string') return textProblem(value.trim(), shape, types)
  const known = types.get(shape.type)
  return known && 'elements' in known ? elementProblem(value, shape.type, known.elements, types) : undefined
}

const listOf = (value: XmlValue): readonly (string | XmlElement)[] =>
  Array.isArray(value) ? (value as readonly (string | XmlElement)[]) : [value as string | XmlElement]

function elementProblem(
  element: XmlElement,
  type: string,
  elements: ReadonlyMap<string, Shape>,
  types: Types,
): Problem | undefined {
  for (const [tag, value] of Object.entries(element)) {
    if (tag === '#text' || value === undefined) continue
    const shape = elements.get(tag)
    if (!shape)
      return parsing(`Element {http://soap.sforce.com/2006/04/metadata}${tag} invalid at this location in type ${type}`)
    const values = listOf(value)
    if (values.length > 1 && !shape.array)
      return parsing(`Element ${tag} is duplicated at this location in type ${type}`)
    // What may be set in a page builder is described in the meta file of a bundle; the WSDL keeps that as text.
    if (tag === 'targetConfigs') continue
    const wrong = values.map((one) => valueProblem(one, shape, types)).find((one) => one !== undefined)
    if (wrong) return wrong
  }
  // Whether a checkbox that is left out is missed, or taken to be off, is not documented: the types that want one say so themselves.
  const missing = [...elements].find(
    ([tag, shape]) =>
      !shape.optional &&
      !shape.array &&
      shape.type !== 'boolean' &&
      shape.type !== 'number' &&
      !Object.hasOwn(element, tag),
  )
  return missing && problem(`Required field is missing: ${missing[0]}`)
}

/** The first thing that the schema of the Metadata API refuses in a component: elements, how often, values. */
export function schemaProblem(type: string, body: XmlElement): Problem | undefined {
  const types = wsdlTypes()
  const known = types.get(type)
  return known && 'elements' in known ? elementProblem(body, type, known.elements, types) : undefined
}
