import { type Access, ApiError, type Context } from '../context.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { objectOfId } from './object-of-id.ts'

/** The row behind an id in the path; 404 when it is not there (or deleted), 403 when the user may not see it. */
export function readRow(
  id: string,
  access: Access,
  { records, schema }: Pick<Context, 'records' | 'schema'>,
): { readonly object: ObjectSchema; readonly row: Row } {
  const found = objectOfId(id, schema)
  const row = records.get(found.object.name, found.id)
  if (!row)
    throw new ApiError(404, { statusCode: 'NOT_FOUND', message: 'The requested resource does not exist', fields: [] })
  if (!access.readable(found.object.name, row))
    throw new ApiError(403, {
      statusCode: 'INSUFFICIENT_ACCESS',
      message: "You don't have access to this record. Ask your administrator for help or to request access.",
      fields: [],
    })
  return { object: found.object, row }
}
