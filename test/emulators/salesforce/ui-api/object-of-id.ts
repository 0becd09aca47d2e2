import { ApiError } from '../context.ts'
import { to18 } from '../ids.ts'
import type { ObjectSchema, Schema } from '../schema.ts'
import { isUiApiObject } from './supported.ts'

/** The 18-character id and the object that its first three characters name. */
export function objectOfId(id: string, schema: Schema): { readonly object: ObjectSchema; readonly id: string } {
  const long = to18(id)
  const object = schema.objects().find((one) => one.keyPrefix === id.slice(0, 3) && isUiApiObject(one))
  if (long === undefined || !object)
    throw new ApiError(400, {
      statusCode: 'INVALID_PARAMETER_VALUE',
      message: `The ID ${id} isn't valid for this resource.`,
      fields: [],
    })
  return { object, id: long }
}
