import { ApiError } from '../context.ts'

/** 405 with the methods that the resource has; whoever may GET may HEAD. */
export const methodNotAllowed = (method: string, allowed: readonly string[]): ApiError =>
  new ApiError(405, {
    statusCode: 'METHOD_NOT_ALLOWED',
    message: `HTTP Method '${method}' not allowed. Allowed are ${[...(allowed.includes('GET') ? ['HEAD'] : []), ...allowed].join(',')}`,
    fields: [],
  })
