import { type Access, ApiError, type Context } from '../context.ts'
import type { Records, Row } from '../records.ts'
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts'
import { readRow } from './read-row.ts'
import { isUiApiObject } from './supported.ts'

/** The children of an object behind one of their lookups. */
export interface RelatedList {
  readonly child: ObjectSchema
  readonly lookup: FieldSchema
}

/** All related lists of an object that the user may read. */
export function relatedListsOf(parent: ObjectSchema, access: Access, schema: Schema): readonly RelatedList[] {
  return schema
    .objects()
    .flatMap((child) =>
      isUiApiObject(child) && access.canRead(child.name)
        ? child.fields
            .filter(
              (field) =>
                field.childRelationshipName !== undefined &&
                field.referenceTo.includes(parent.name) &&
                access.readableField(child.name, field.name),
            )
            .map((lookup) => ({ child, lookup }))
        : [],
    )
}

/** The list of that id (the children's relationship name, e.g. `Contacts` or `BC_Invoices__r`), in any case. */
export function relatedListNamed(
  relatedListId: string,
  parent: ObjectSchema,
  access: Access,
  schema: Schema,
): RelatedList {
  const wanted = relatedListId.toLowerCase()
  const found = relatedListsOf(parent, access, schema).find(
    ({ lookup }) => lookup.childRelationshipName?.toLowerCase() === wanted,
  )
  if (found) return found
  throw new ApiError(400, {
    statusCode: 'INVALID_PARAMETER_VALUE',
    message: `Could not determine related list ${relatedListId} of ${parent.name}.`,
    fields: [],
  })
}

/** The list of one record. */
export function relatedListOf(
  parentRecordId: string,
  relatedListId: string,
  access: Access,
  { records, schema }: Pick<Context, 'records' | 'schema'>,
): RelatedList & { readonly parent: { readonly object: ObjectSchema; readonly row: Row } } {
  const parent = readRow(parentRecordId, access, { records, schema })
  return { parent, ...relatedListNamed(relatedListId, parent.object, access, schema) }
}

export const childRows = (
  child: ObjectSchema,
  lookup: FieldSchema,
  parentId: string,
  access: Access,
  records: Records,
): readonly Row[] =>
  records.all(child.name).filter((row) => row[lookup.name] === parentId && access.readable(child.name, row))
