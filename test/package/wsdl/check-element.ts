import type { XmlElement, XmlValue } from '../xml.ts'
import { all } from '../xml.ts'
import type { MetadataType, MetadataTypes, Shape } from './metadata-types.ts'

const some = (values: readonly string[]): string => values.slice(0, 12).join(', ') + (values.length > 12 ? ', …' : '')

function checkText(value: string, { values, primitive }: Shape, at: string): readonly string[] {
  const trimmed = value.trim()
  if (values && !values.includes(trimmed)) return [`${at}: '${trimmed}' is not one of ${some(values)}`]
  if (primitive === 'boolean' && !/^(true|false)$/.test(trimmed)) return [`${at}: '${trimmed}' is not true or false`]
  if (primitive === 'number' && !/^-?\d+(\.\d+)?$/.test(trimmed)) return [`${at}: '${trimmed}' is not a number`]
  return []
}

function checkValue(value: XmlValue, shape: Shape, at: string, types: MetadataTypes): readonly string[] {
  const type = shape.ref === undefined ? undefined : types.get(shape.ref)
  if (type?.elements) {
    if (typeof value !== 'string') return checkElement(value as XmlElement, type, at, types)
    return value.trim() === '' ? [] : [`${at}: holds text where elements of ${shape.ref ?? ''} belong`]
  }
  if (typeof value === 'string') return checkText(value, type?.values ? { values: type.values } : shape, at)
  // Kept as text in the WSDL; the platform checks it against a schema of its own.
  return at.endsWith('/targetConfigs') ? [] : [`${at}: holds elements where text belongs`]
}

/** What the Metadata API would refuse in an element of a type: unknown, repeated or missing children, wrong values. */
export function checkElement(
  element: XmlElement,
  type: MetadataType,
  at: string,
  types: MetadataTypes,
): readonly string[] {
  const allowed = type.elements ?? {}
  const children = Object.keys(element).filter((name) => !name.startsWith('@_') && name !== '#comment')
  const present = children.flatMap((name) => {
    const shape = allowed[name]
    if (!shape) return [`${at}/${name}: there is no such element`]
    const values = all(element, name)
    const repeated =
      shape.array !== true && values.length > 1 ? [`${at}/${name}: stands there ${values.length} times`] : []
    return [...repeated, ...values.flatMap((value) => checkValue(value, shape, `${at}/${name}`, types))]
  })
  const missing = Object.entries(allowed)
    .filter(([name, shape]) => shape.optional !== true && shape.array !== true && !(name in element))
    .map(([name]) => `${at}: ${name} is missing`)
  return [...present, ...missing]
}
