import { type Answer, badRequest, bodyOf, type Call, type RestWorld, switchIn } from '../call.ts'
import { allOrNone, type Around, type Part, readParts, runParts } from './parts.ts'

/** Queries, further pages of them, and collections. */
const isHeavy = ({ url }: Pick<Part, 'url'>): boolean =>
  /^\/services\/data\/[^/]+\/(query(All)?|composite\/sobjects)(?![^/?])|^@\{.*nextRecordsUrl\}/i.test(url)

/** [REST API: Send Multiple Requests Using Composite] */
const takes: Around = { resources: /^(sobjects|query|queryAll|composite\/sobjects)(\/|$)/ }

/**
 * `POST /composite`: at most 25 sub-requests in order, of which at most 5 are queries or collections; each may use the answers before it. Without `allOrNone` each is a
 * transaction of its own. [REST API: Composite]
 */
export function composite(call: Call, world: RestWorld): Answer {
  const body = bodyOf(call)
  const together = switchIn(body, 'allOrNone')
  const parts = readParts(body.compositeRequest, call)
  if (parts.length > 25)
    throw badRequest('LIMIT_EXCEEDED', 'The composite request cannot have more than 25 sub-requests')
  if (parts.filter(isHeavy).length > 5)
    throw badRequest(
      'LIMIT_EXCEEDED',
      'The composite request cannot have more than 5 sub-requests that are queries or sObject collections',
    )
  const compositeResponse = together
    ? allOrNone(parts, call, world, takes).answers
    : runParts(parts, call, world, { ...takes, stopAtFailure: false })
  return { status: 200, body: { compositeResponse } }
}
