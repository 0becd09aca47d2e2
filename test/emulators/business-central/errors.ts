import type { Switches } from './switches.ts'

/**
 * An answer other than success that the service layer (not the application code of a company) gives. Codes are the
 * vendor's; statuses where the documentation leaves them out follow live reports.
 * [Microsoft Learn: Error codes for Business Central web services]
 */
export class ServiceError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.name = 'ServiceError'
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export const badRequest = (message: string) => new ServiceError(400, 'BadRequest', message)

/** The text of a query that cannot be read. What it is answered with is a switch: see `switched`. */
export class QuerySyntaxError extends ServiceError {
  constructor(message: string) {
    super(404, 'BadRequest_NotFound', message)
    this.name = 'QuerySyntaxError'
  }
}

/** An error with the status and code that the switches give it. */
export function switched(error: unknown, { querySyntax }: Pick<Switches, 'querySyntax'>): unknown {
  if (!(error instanceof QuerySyntaxError)) return error
  return new ServiceError(querySyntax.status, querySyntax.code, error.message)
}

export const unknownSegment = (name: string) =>
  new ServiceError(404, 'BadRequest_ResourceNotFound', `No HTTP resource was found for the segment '${name}'.`)

export const recordNotFound = (type: string, key: string) =>
  new ServiceError(404, 'Internal_RecordNotFound', `The record '${type}' with key '${key}' does not exist.`)

export const methodNotAllowed = (method: string, on: string) =>
  new ServiceError(405, 'BadRequest_MethodNotAllowed', `'${on}' does not support ${method}.`)

export const invalidToken = (message: string) => new ServiceError(400, 'BadRequest_InvalidToken', message)

/** @param status the switch `staleEtagStatus` */
export const entityChanged = (status: number) =>
  new ServiceError(
    status,
    'Request_EntityChanged',
    'Another user has already changed the record. Read it again, then retry.',
  )

export const invalidCredentials = () =>
  new ServiceError(401, 'Authentication_InvalidCredentials', 'The server has rejected the client credentials.', {
    'WWW-Authenticate': 'Bearer',
  })

/**
 * A thing Business Central can do and this sandbox cannot. The code is the sandbox's own, so that nobody takes it for
 * the vendor's word.
 */
export const notSupported = (what: string) =>
  new ServiceError(501, 'NotSupportedBySandbox', `This sandbox of Business Central does not support ${what}.`)
