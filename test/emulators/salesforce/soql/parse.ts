import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js'
import { notSupported } from '../context.ts'
import { malformedQuery } from './query-error.ts'
import { refuseManyRelationships } from './relationship-limits.ts'

/** A parsed statement; `allRows` because the grammar of the parser does not know `ALL ROWS`. */
export interface Statement {
  readonly text: string
  readonly query: Query
  readonly allRows: boolean
}

/** `FROM Contact c, c.Account a`: aliases of relationships, which the parser's grammar does not know. [SOQL: Alias Notation] */
const severalInFrom = /\bFROM\s+\w+(\s+(AS\s+)?\w+)?\s*,\s*\w+(\.\w+)+/i

/** Parses SOQL or throws MALFORMED_QUERY; clauses that this sandbox does not do are named. */
export function parse(text: string): Statement {
  if (text.trim() === '') throw malformedQuery('A query string has to be specified')
  if (text.length > 100_000) throw malformedQuery('SOQL statements cannot be longer than 100000 characters.')
  const plain = text.replace(/\s+ALL\s+ROWS\s*$/i, '')
  // The parser's grammar forgets the third of three NOTs in a row.
  if (/\bNOT[\s(]+NOT[\s(]+NOT\b/i.test(plain.replace(/'(\\.|[^'\\])*'/g, "''")))
    throw notSupported('NOT of NOT of NOT in a condition')
  let query: Query
  try {
    query = parseQuery(plain)
  } catch (error) {
    if (severalInFrom.test(plain.replace(/'(\\.|[^'\\])*'/g, "''"))) throw notSupported('Several names in FROM')
    const reason = error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : ''
    throw malformedQuery(`\n${text}\n^\nERROR at Row:1:Column:1\nunexpected token: ${reason}`)
  }
  if (query.withDataCategory) throw notSupported('WITH DATA CATEGORY')
  if (query.withSecurityEnforced || query.withAccessLevel)
    throw notSupported('WITH SECURITY_ENFORCED and the access levels of Apex')
  if (query.usingScope !== undefined) throw notSupported('USING SCOPE')
  if (query.update) throw notSupported('UPDATE TRACKING and UPDATE VIEWSTAT')
  if ((query.offset ?? 0) > 2000) throw malformedQuery('Maximum SOQL offset allowed is 2000')
  refuseManyRelationships(query)
  return { text, query, allRows: plain !== text }
}
