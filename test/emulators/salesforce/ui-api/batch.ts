import { ApiError } from '../context.ts'

export interface BatchResult {
  readonly result: unknown
  readonly statusCode: number
}

/** Most parts of one batch. */
const most = 200

/**
 * Every part of a batch answers for itself; a failure is the array of errors in its place.
 * [User Interface API Developer Guide: Batch Results]
 */
export function batchOf<Part>(
  parts: readonly Part[],
  answer: (part: Part) => unknown,
): { readonly hasErrors: boolean; readonly results: readonly BatchResult[] } {
  if (parts.length === 0 || parts.length > most)
    throw new ApiError(400, {
      statusCode: 'ILLEGAL_QUERY_PARAMETER_VALUE',
      message: `A batch holds 1 to ${most} parts, not ${parts.length}.`,
      fields: [],
    })
  const results = parts.map((part): BatchResult => {
    try {
      return { result: answer(part), statusCode: 200 }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const result = error.errors.map(({ statusCode, message }) => ({ errorCode: statusCode, message }))
      return { result, statusCode: error.status }
    }
  })
  return { hasErrors: results.some(({ statusCode }) => statusCode !== 200), results }
}
