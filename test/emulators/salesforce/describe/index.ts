import type { Describe } from '../context.ts'
import type { Schema } from '../schema.ts'
import { describeField } from './describe-field.ts'
import { describeObject, describeSummary } from './describe-object.ts'

/** @param base e.g. `/services/data/v67.0`, for the `urls` */
export function createDescribe(schema: Schema, base: string): Describe {
  return {
    global: (access) => ({
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: schema
        .objects()
        .filter((object) => access.canRead(object.name))
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map((object) => describeSummary(object, access, base)),
    }),
    object(access, name) {
      const object = schema.object(name)
      return object && access.canRead(object.name) ? describeObject(object, schema, access, base) : undefined
    },
    field: (object, field) => describeField(object, field),
  }
}
