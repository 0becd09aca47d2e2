import { Decimal } from 'decimal.js'
import { badRequest, ServiceError } from '../errors.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { parseExact } from '../wire/exact-json.ts'

/**
 * The JSON object of a write, numbers as `Decimal`.
 *
 * @throws ServiceError 415 when another type is said, or none, 400 `BadRequest` when it is no JSON object
 */
export function readBody(request: ServiceRequest): Record<string, unknown> {
  const type = request.header('content-type')
  // Every part of a batch has its own; one without has no body that could be read.
  if (type === undefined && request.body.length > 0)
    throw new ServiceError(415, 'BadRequest', 'The request has a body and no Content-Type. Use application/json.')
  if (type !== undefined && !/^application\/json\b/i.test(type.trim()))
    throw new ServiceError(415, 'BadRequest', `The content type '${type}' is not supported. Use application/json.`)
  const text = new TextDecoder().decode(request.body)
  let parsed: unknown
  try {
    parsed = parseExact(text)
  } catch {
    throw badRequest('The request body could not be read as JSON.')
  }
  if (!isObject(parsed)) throw badRequest('The request body must be a JSON object.')
  return parsed
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal)
