import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { XmlElement } from './component.ts'

export type Parsed =
  { readonly root: string; readonly element: XmlElement } | { readonly error: string; readonly line: number }

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  ignoreDeclaration: true,
  trimValues: true,
})

/** One XML document: its root's name and content, or what is wrong with it and where. */
export function parseXml(xml: string): Parsed {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own that nothing else here needs
  const valid = XMLValidator.validate(xml)
  if (valid !== true) return { error: valid.err.msg, line: valid.err.line }
  let document: Record<string, unknown>
  try {
    document = parser.parse(xml) as Record<string, unknown>
  } catch (error) {
    // An unclosed processing instruction is valid to the validator only.
    return { error: error instanceof Error ? error.message : 'not readable', line: 1 }
  }
  const [root = ''] = Object.keys(document).filter((name) => !name.startsWith('?'))
  const content = document[root]
  return { root, element: typeof content === 'object' && content !== null ? (content as XmlElement) : {} }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char] ?? char)

/** An object as child elements: arrays repeat their tag, null and undefined are left out. */
export function toXml(value: Readonly<Record<string, unknown>>): string {
  const one = (tag: string, item: unknown): string => {
    if (item === null || item === undefined) return ''
    if (typeof item === 'object') return `<${tag}>${toXml(item as Record<string, unknown>)}</${tag}>`
    const content = escapeXml(typeof item === 'string' ? item : JSON.stringify(item))
    return `<${tag}>${content}</${tag}>`
  }
  return Object.entries(value)
    .map(([tag, item]) => (Array.isArray(item) ? item.map((each: unknown) => one(tag, each)).join('') : one(tag, item)))
    .join('')
}
