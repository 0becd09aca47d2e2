import { QuerySyntaxError } from '../errors.ts'
import type { QueryOptions } from './query-options.ts'

/** One navigation property to bring along, with its own options. */
export interface Expansion {
  readonly name: string
  readonly options: QueryOptions
}

/** Splits at a separator that stands outside of brackets and quotes. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === "'") quoted = !quoted
    else if (quoted) continue
    else if (character === '(') depth++
    else if (character === ')') depth--
    else if (character === separator && depth === 0) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  parts.push(text.slice(from))
  return parts
}

/**
 * `a,b($filter=…;$expand=c)` → one entry each.
 *
 * @param parseOptions reads what stands in the brackets: the options of a query again
 * @throws ServiceError 400 when it cannot be read
 */
export function parseExpand(
  text: string | undefined,
  parseOptions: (pairs: readonly (readonly [string, string])[]) => QueryOptions,
): Expansion[] {
  if (text === undefined) return []
  return splitOutside(text, ',').map((part) => {
    const match = /^\s*(\w+)\s*(?:\(([\s\S]*)\))?\s*$/.exec(part)
    if (!match) throw new QuerySyntaxError(`Syntax error in $expand '${text}'.`)
    const [, name = '', inner] = match
    return { name, options: parseOptions(inner === undefined ? [] : pairsOf(inner)) }
  })
}

function pairsOf(inner: string): [string, string][] {
  return splitOutside(inner, ';')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const at = part.indexOf('=')
      if (at < 0 || !part.trim().startsWith('$'))
        throw new QuerySyntaxError(`Syntax error in $expand options '${inner}'.`)
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()]
    })
}
