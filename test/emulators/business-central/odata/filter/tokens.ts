import { QuerySyntaxError } from '../../errors.ts'

/** One token of a `$filter`. */
export type Token =
  | { readonly kind: 'name' | 'guid' | 'date' | 'instant' | 'number'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly text: string; readonly at: number }
  | { readonly kind: '(' | ')' | ',' | '/' | ':' | '*'; readonly text: string; readonly at: number }

// Tried in this order: a guid may begin with digits, an instant with a date.
const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['string', /'(?:[^']|'')*'/y],
  ['guid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/iy],
  ['instant', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/iy],
  ['date', /\d{4}-\d{2}-\d{2}(?![\w-])/y],
  ['number', /[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/iy],
  ['name', /[A-Za-z_][\w.]*/y],
  ['(', /\(/y],
  [')', /\)/y],
  [',', /,/y],
  ['/', /\//y],
  [':', /:/y],
  ['*', /\*/y],
]

/**
 * Splits a filter into tokens; a doubled quote inside a text is one quote.
 *
 * @throws ServiceError 400 at the first character that begins no token
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++
    if (at >= text.length) return tokens
    const token = next(text, at)
    if (!token) throw new QuerySyntaxError(`Syntax error at position ${at} in '${text}'.`)
    tokens.push(token.token)
    at = token.end
  }
}

function next(text: string, at: number): { token: Token; end: number } | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found === undefined) continue
    const plain = kind === 'string' ? found.slice(1, -1).replaceAll("''", "'") : found
    return { token: { kind, text: plain, at }, end: at + found.length }
  }
  return undefined
}
