import { isEtag } from '../company/etag.ts'
import { entityChanged, invalidToken } from '../errors.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import type { Switches } from '../switches.ts'
import type { Row } from '../tables.ts'

/**
 * Compares `If-Match` with the row's tag.
 *
 * @throws ServiceError 400 `BadRequest_InvalidToken` when it is needed and missing, or malformed; 409
 * `Request_EntityChanged` (412 by switch) when it is stale
 */
export function checkMatch(
  request: ServiceRequest,
  row: Row,
  needed: boolean,
  { staleEtagStatus }: Pick<Switches, 'staleEtagStatus'>,
): void {
  const tag = request.header('if-match')
  if (tag === undefined) {
    if (needed) throw invalidToken('The header If-Match is missing. Send the @odata.etag of the record, or *.')
    return
  }
  if (!isEtag(tag)) throw invalidToken(`The header If-Match has the invalid value '${tag}'.`)
  if (tag !== '*' && typeof row['_etag'] === 'string' && tag !== row['_etag']) throw entityChanged(staleEtagStatus)
}
