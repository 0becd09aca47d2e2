import { badRequest, QuerySyntaxError, notSupported } from '../errors.ts'
import { parseFilter } from './filter/parse.ts'
import type { Expression } from './filter/expression.ts'
import { parseExpand, splitOutside, type Expansion } from './expand.ts'

export interface OrderBy {
  readonly property: string
  readonly descending: boolean
}

/** The OData options of one request, or of one `$expand`. */
export interface QueryOptions {
  readonly filter?: Expression
  readonly select?: readonly string[]
  readonly expand: readonly Expansion[]
  readonly orderBy: readonly OrderBy[]
  readonly top?: number
  readonly skip: number
  readonly count: boolean
  readonly skipToken?: string
  readonly schema21: boolean
}

const known = ['$filter', '$select', '$expand', '$orderby', '$top', '$skip', '$count', '$skiptoken', '$schemaversion']
const elsewhere = ['$apply', '$search', '$compute', '$format', '$levels', '$deltatoken', '$id', '$index']

/**
 * Reads the options of a query; options without a dollar are nobody's business here.
 *
 * @throws ServiceError 400 for an unknown, doubled or malformed option, 501 for one this sandbox leaves out
 */
export function parseQuery(pairs: Iterable<readonly [string, string]>): QueryOptions {
  const options = new Map<string, string>()
  for (const [name, value] of pairs) {
    if (!name.startsWith('$')) continue
    if (elsewhere.includes(name)) throw notSupported(`the query option ${name}`)
    if (!known.includes(name)) throw badRequest(`The query parameter '${name}' is not supported.`)
    if (options.has(name)) throw badRequest(`Query option '${name}' was specified more than once.`)
    options.set(name, value)
  }
  const filter = options.get('$filter')
  const select = options.get('$select')
  const top = options.get('$top')
  const skipToken = options.get('$skiptoken')
  return {
    ...(filter !== undefined && { filter: parseFilter(filter) }),
    ...(select !== undefined && { select: parseSelect(select) }),
    expand: parseExpand(options.get('$expand'), parseQuery),
    orderBy: parseOrderBy(options.get('$orderby')),
    ...(top !== undefined && { top: whole('$top', top) }),
    skip: whole('$skip', options.get('$skip') ?? '0'),
    count: flag('$count', options.get('$count') ?? 'false'),
    ...(skipToken !== undefined && { skipToken }),
    schema21: schemaVersion(options.get('$schemaversion')),
  }
}

function schemaVersion(text: string | undefined): boolean {
  if (text === undefined || text === '1.0' || text === '2.0') return false
  if (text === '2.1') return true
  throw badRequest(`The schema version '${text}' is not supported.`)
}

function parseSelect(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.includes('')) throw new QuerySyntaxError(`Syntax error in $select '${text}'.`)
  return names
}

function parseOrderBy(text: string | undefined): OrderBy[] {
  if (text === undefined) return []
  return splitOutside(text, ',').map((part) => {
    const [property = '', direction = 'asc', ...rest] = part.trim().split(/\s+/)
    if (property.includes('(') || property.includes('/'))
      throw notSupported(`$orderby over an expression (${part.trim()})`)
    if (!/^\w+$/.test(property) || rest.length > 0 || !['asc', 'desc'].includes(direction))
      throw new QuerySyntaxError(`Syntax error in $orderby '${text}'.`)
    return { property, descending: direction === 'desc' }
  })
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`Invalid value '${text}' for ${name} query option found.`)
  return Number(text)
}

function flag(name: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') throw badRequest(`Invalid value '${text}' for ${name} query option found.`)
  return text === 'true'
}
