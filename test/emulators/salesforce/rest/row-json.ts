import type { Access } from '../context.ts'
import { jsonField } from '../json-value.ts'
import type { Row } from '../records.ts'
import { fieldOf, type FieldSchema, type ObjectSchema } from '../schema.ts'
import { badRequest } from './call.ts'

/** The fields asked for by `fields=`, else all that the user may read. */
export function chosenFields(
  object: ObjectSchema,
  names: readonly string[] | undefined,
  access: Access,
): readonly FieldSchema[] {
  if (!names) return object.fields.filter((field) => access.readableField(object.name, field.name))
  return names.map((name) => {
    const field = fieldOf(object, name.trim())
    if (!field || !access.readableField(object.name, field.name))
      throw badRequest(
        'INVALID_FIELD',
        `No such column '${name.trim()}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
      )
    return field
  })
}

/** A row with `attributes`, as `GET /sobjects/{S}/{id}` gives it. */
export function rowJson(
  object: ObjectSchema,
  row: Row,
  fields: readonly FieldSchema[],
  base: string,
): Record<string, unknown> {
  return {
    attributes: { type: object.name, url: `${base}/sobjects/${object.name}/${row.Id}` },
    ...Object.fromEntries(fields.map((field) => [field.name, jsonField(row, field, base)])),
  }
}
