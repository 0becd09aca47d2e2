import type { WhereClause } from '@jetstreamapp/soql-parser-js'
import type { ObjectSchema } from '../schema.ts'
import { malformedQuery } from './query-error.ts'

const keys = new Set(['id', 'contentdocumentid', 'linkedentityid'])

/** Links of files are found by what they link only; who asks for all of them is refused. [Object Reference: ContentDocumentLink] */
export function refuseUnfiltered(object: ObjectSchema, where: WhereClause | undefined): void {
  if (object.name !== 'ContentDocumentLink') return
  for (let link = where; link; link = 'right' in link ? link.right : undefined) {
    const condition = link.left
    if (!condition || !('field' in condition)) continue
    const name = condition.field.toLowerCase().replace(/^contentdocumentlink\./, '')
    if (keys.has(name) && (condition.operator === '=' || condition.operator === 'IN')) return
  }
  throw malformedQuery(
    "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or LinkedEntityId using the equals operator or multiple Id's using the IN operator.",
  )
}
