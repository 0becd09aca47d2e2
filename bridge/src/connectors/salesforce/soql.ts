import type { Decimal } from 'decimal.js'
import type { FieldKind } from '../../engine/entity.ts'
import { Misconfigured } from '../../engine/errors.ts'

/**
 * A value as SOQL writes it. Text is quoted, with every character escaped that could end or bend the literal.
 * [SOQL and SOSL Reference: Quoted String Escape Sequences]
 */
export function literal(value: unknown, kind: FieldKind): string {
  if (value === null || value === undefined || value === '') return 'null'
  switch (kind) {
    case 'number':
      return isDecimal(value) ? value.toFixed() : plain(value, /^-?\d+(\.\d+)?$/)
    case 'flag':
      return value === true ? 'true' : 'false'
    case 'day':
      return plain(value, /^\d{4}-\d{2}-\d{2}$/)
    case 'instant':
      return plain(value, /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/)
    case 'id':
    case 'reference':
    case 'text':
    case 'choice':
      return quote(typeof value === 'string' ? value : JSON.stringify(value))
    case 'lines':
      throw new TypeError('lines cannot stand in a condition')
  }
}

export function quote(text: string): string {
  const escapes: Record<string, string> = {
    '\\': '\\\\',
    "'": "\\'",
    '"': '\\"',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\b': '\\b',
    '\f': '\\f',
  }
  return `'${text.replace(/[\\'"\n\r\t\b\f]/g, (character) => escapes[character] ?? '')}'`
}

/** `Field IN ('a','b')`. */
export function among(field: string, texts: readonly string[]): string {
  return `${field} IN (${texts.map(quote).join(',')})`
}

/** Whether this is an id, of 15 or 18 characters: anything else makes Salesforce refuse the whole query. */
export function isId(text: string): boolean {
  return /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text)
}

/** The 15 characters that identify a record; the other three are a checksum. */
export function bareId(id: string): string {
  return id.slice(0, 15)
}

/**
 * Cuts `parts` so that each group, written into a query, stays below the length that a URL may have. Salesforce refuses
 * more than 16,384 bytes of URL and headers together.
 */
export function groupsOf(
  parts: readonly string[],
  options: { readonly around: number; readonly most: number },
): readonly (readonly string[])[] {
  const longest = 12_000 - options.around
  const groups: string[][] = []
  let room = 0
  for (const part of parts) {
    const length = encodeURIComponent(part).length + 10
    let group = groups.at(-1)
    if (group === undefined || group.length >= options.most || length > room) {
      group = []
      groups.push(group)
      room = longest
    }
    group.push(part)
    room -= length
  }
  return groups
}

function isDecimal(value: unknown): value is Decimal {
  return typeof value === 'object' && value !== null && 'toFixed' in value
}

function plain(value: unknown, shape: RegExp): string {
  const text = String(value)
  if (shape.test(text)) return text
  throw new Misconfigured(`${JSON.stringify(value)} cannot stand in a condition of a Salesforce query.`, {
    advice: 'Correct the mapping: the value has not the type of the field that it is looked up by.',
  })
}
