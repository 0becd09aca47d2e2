import { ApiError } from '../context.ts'

/** The Bulk API writes its own error codes in one word. */
export type BulkErrorCode =
  | 'API_ERROR'
  | 'CLIENTINPUTERROR'
  | 'FEATURENOTENABLED'
  | 'INVALIDENTITY'
  | 'INVALIDJOB'
  | 'INVALIDJOBSTATE'
  | 'LIMIT_EXCEEDED'

/** HTTP 400 with `[{errorCode, message}]`. */
export const bulkError = (code: BulkErrorCode, message: string): ApiError =>
  new ApiError(400, { statusCode: code, message, fields: [] })
