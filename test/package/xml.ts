import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** A parsed element: text, or child elements by name; a name that occurs more than once is an array. */
export type XmlValue = string | XmlElement | readonly XmlValue[]
export interface XmlElement {
  readonly [name: string]: XmlValue
}

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
})

/** Text between elements is nothing; text of an element stays as it is, so that a rule can see its white space. */
function tidy(value: unknown): XmlValue {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(tidy)
  const entries = Object.entries(value as Record<string, unknown>)
  return Object.fromEntries(entries.filter(([name]) => name !== '#text').map(([name, child]) => [name, tidy(child)]))
}

/** What is wrong with the form of a document, with its line; undefined when it is well-formed. */
export function malformed(xml: string): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own that nothing else here needs
  const result = XMLValidator.validate(xml)
  return result === true ? undefined : `line ${result.err.line}: ${result.err.msg}`
}

/** The name of the root element and what is in it. */
export function parseXml(xml: string): { root: string; body: XmlElement } {
  const document = tidy(parser.parse(xml)) as XmlElement
  const [root = '', body = {}] = Object.entries(document)[0] ?? []
  return { root, body: typeof body === 'string' ? {} : (body as XmlElement) }
}

/** Every child of a name, none, one or many. */
export function all(element: XmlElement, name: string): readonly XmlValue[] {
  const value = element[name]
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly XmlValue[]) : [value]
}

export const elements = (element: XmlElement, name: string): readonly XmlElement[] =>
  all(element, name).filter((value): value is XmlElement => typeof value === 'object' && !Array.isArray(value))

export const texts = (element: XmlElement, name: string): readonly string[] =>
  all(element, name).filter((value): value is string => typeof value === 'string')

/** The text of the first child of a name, or nothing. */
export const text = (element: XmlElement, name: string): string => texts(element, name)[0] ?? ''
