import { ApiError, type SaveFailure } from '../context.ts'
import { fieldOf, type ObjectSchema } from '../schema.ts'

const statusOf: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  ENTITY_IS_DELETED: 404,
  INSUFFICIENT_ACCESS: 403,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
}

/**
 * A failed save: an object, not an array, whose `output` sorts the errors into those of fields and those of the record.
 * [User Interface API Developer Guide: Error with Output, Record Exceptions]
 */
export function recordError(
  failure: SaveFailure,
  object: ObjectSchema,
  doing: 'create' | 'update' | 'delete',
): ApiError {
  const fieldErrors: Record<string, object[]> = {}
  const errors: object[] = []
  for (const { statusCode, message, fields } of failure.errors) {
    if (fields.length === 0)
      errors.push({
        constituentField: null,
        duplicateRecordError: null,
        errorCode: statusCode,
        field: null,
        fieldLabel: null,
        message,
      })
    for (const name of fields) {
      const field = fieldOf(object, name)
      const entry = {
        constituentField: null,
        duplicateRecordError: null,
        errorCode: statusCode,
        field: name,
        fieldLabel: field?.label ?? name,
        message,
      }
      fieldErrors[name] = [...(fieldErrors[name] ?? []), entry]
    }
  }
  const status = statusOf[failure.errors[0]?.statusCode ?? ''] ?? 400
  return new ApiError(status, failure.errors, {
    message: `An error occurred while trying to ${doing} the record. Please try again.`,
    statusCode: status,
    enhancedErrorType: 'RecordError',
    output: { errors, fieldErrors },
  })
}
