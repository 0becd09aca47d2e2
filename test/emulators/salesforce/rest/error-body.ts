import type { ApiError } from '../context.ts'

/** The REST error array: `errorCode` where row results say `statusCode`. */
export function errorBody(error: ApiError): unknown {
  if (error.body !== undefined) return error.body
  return error.errors.map(({ statusCode, message, fields, extra }) => ({
    ...extra,
    message,
    errorCode: statusCode,
    ...(fields.length > 0 || error.status === 400 ? { fields } : {}),
  }))
}
