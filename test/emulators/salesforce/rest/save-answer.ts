import { ApiError, type SalesforceError, type SaveFailure, type SaveResult } from '../context.ts'
import { type Answer, badRequest, notFound } from './call.ts'

const statusOf: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  ENTITY_IS_DELETED: 404,
  INSUFFICIENT_ACCESS: 403,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
}

/** Whether the row meant by the path is what is missing, rather than something the body refers to. */
const missesRow = (error: SalesforceError): boolean =>
  error.fields.length === 0 &&
  (error.statusCode === 'INVALID_CROSS_REFERENCE_KEY' || error.statusCode === 'INVALID_TYPE')

/** A failed single save as the error reply; 300 with the records' URLs when an external id fits several. */
export function throwFailure(failure: SaveFailure, object: string, base: string): never {
  if (failure.matches) {
    const urls = failure.matches.map((id) => `${base}/sobjects/${object}/${id}`)
    throw new ApiError(300, failure.errors, urls)
  }
  const [first] = failure.errors
  if (first && missesRow(first)) throw notFound()
  if (first?.statusCode === 'MALFORMED_ID' && first.fields[0] === 'Id')
    throw notFound(
      `Provided external ID field does not exist or is not accessible: ${first.message.split(' ').at(-1) ?? ''}`,
    )
  throw new ApiError(statusOf[first?.statusCode ?? ''] ?? 400, failure.errors)
}

/** 201 with the new id. */
export function created(result: SaveResult, object: string, base: string, extra: Record<string, unknown> = {}): Answer {
  if (!result.success) throwFailure(result, object, base)
  const body = { id: result.id, success: true, errors: [], ...extra }
  return { status: 201, body, headers: { location: `${base}/sobjects/${object}/${result.id}` } }
}

/** 204, nothing to say. */
export function changed(result: SaveResult, object: string, base: string): Answer {
  if (!result.success) throwFailure(result, object, base)
  return { status: 204 }
}

/** A body may not repeat the key that stands in the path. */
export function refuseKeyInBody(fields: Readonly<Record<string, unknown>>, key: string): void {
  const repeated = Object.keys(fields).find((name) => name.toLowerCase() === key.toLowerCase())
  if (repeated !== undefined)
    throw badRequest('INVALID_FIELD', `The ${key} field should not be specified in the sobject data.`, [key])
}
