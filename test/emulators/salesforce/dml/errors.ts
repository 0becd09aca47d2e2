import type { SalesforceError, SaveFailure } from '../context.ts'

export const rowError = (statusCode: string, message: string, fields: readonly string[] = []): SalesforceError => ({
  statusCode,
  message,
  fields,
})

/** The refusal of rows that others hold. */
export const unableToLock = (ids: readonly string[]): SalesforceError =>
  rowError(
    'UNABLE_TO_LOCK_ROW',
    `unable to obtain exclusive access to this record or ${ids.length} records: ${ids.map((id) => id.slice(0, 15)).join(',')}`,
  )

export const failed = (...errors: readonly SalesforceError[]): SaveFailure => ({ success: false, errors })

/** Thrown inside one save to end it; caught where the save began and turned into its `SaveFailure`. */
export class RowRefused extends Error {
  readonly failure: SaveFailure
  constructor(failure: SaveFailure) {
    super(failure.errors.map((error) => error.message).join('; '))
    this.failure = failure
  }
}

/** Ends the save of this row with one error. */
export function refuse(statusCode: string, message: string, fields: readonly string[] = []): never {
  throw new RowRefused(failed(rowError(statusCode, message, fields)))
}
