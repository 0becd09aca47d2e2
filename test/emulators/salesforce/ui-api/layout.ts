import { createHash } from 'node:crypto'
import type { Context as Http } from 'hono'
import { type Access, ApiError } from '../context.ts'
import { to18 } from '../ids.ts'
import { type FieldSchema, type ObjectSchema, parentOf, type Schema } from '../schema.ts'
import { callerOf, type World } from './call.ts'
import { objectOf } from './object-info.ts'
import { eTagOf, masterRecordTypeId } from './record-representation.ts'

export const layoutTypes = ['Compact', 'Full'] as const
export const modes = ['Create', 'Edit', 'View'] as const
export type LayoutType = (typeof layoutTypes)[number]
export type Mode = (typeof modes)[number]

const invalid = (message: string): ApiError =>
  new ApiError(400, { statusCode: 'ILLEGAL_QUERY_PARAMETER_VALUE', message, fields: [] })

/** One of the allowed values of a parameter. */
export function oneOf<Value extends string>(allowed: readonly Value[], given: string, parameter: string): Value {
  const found = allowed.find((one) => one === given)
  if (found === undefined) throw invalid(`${given} isn't a value of ${parameter}: ${allowed.join(', ')}.`)
  return found
}

const systemFields: ReadonlySet<string> = new Set(['Id', 'IsDeleted', 'SystemModstamp'])

/** Compact layouts show the name and what tells records of a kind apart first; at most so many fields. */
const compactFields = 5

/**
 * The fields of a layout. This sandbox lays out every field that the user reads, in the object's order, whatever layouts were deployed; parts of
 * compound fields stand for themselves.
 */
function fieldsOf(object: ObjectSchema, type: LayoutType, access: Access): readonly FieldSchema[] {
  const readable = object.fields.filter(
    (field) =>
      !systemFields.has(field.name) &&
      field.type !== 'address' &&
      field.type !== 'base64' &&
      access.readableField(object.name, field.name),
  )
  if (type === 'Full') return readable
  const named = readable.filter(({ nameField }) => nameField)
  const own = readable.filter((field) => !named.includes(field) && field.createable && field.type !== 'textarea')
  return [...named, ...own].slice(0, compactFields)
}

/** Qualified names of the fields that layouts show, and the names of the parents behind their lookups. */
export function layoutFields(
  object: ObjectSchema,
  types: readonly string[],
  access: Access,
  schema: Schema,
): readonly string[] {
  const fields = types.flatMap((type) => fieldsOf(object, oneOf(layoutTypes, type, 'layoutTypes'), access))
  return [...new Set(fields)].flatMap((field) => {
    const parent = parentOf(field, schema)
    const name = parent?.fields.find(({ nameField }) => nameField)
    const own = `${object.name}.${field.name}`
    const seen = parent && name && access.readableField(parent.name, name.name)
    return seen && field.relationshipName !== undefined
      ? [own, `${object.name}.${field.relationshipName}.${name.name}`]
      : [own]
  })
}

function item(object: ObjectSchema, field: FieldSchema, access: Access) {
  const editable = access.editableField(object.name, field.name)
  return {
    editableForNew: editable && field.createable,
    editableForUpdate: editable && field.updateable,
    label: field.label,
    layoutComponents: [{ apiName: field.name, componentType: 'Field', label: field.label }],
    lookupIdApiName: field.type === 'reference' ? field.name : null,
    required: !field.nillable && field.createable && !field.defaultedOnCreate && field.type !== 'boolean',
    sortable: false,
  }
}

/** [User Interface API Developer Guide: Record Layout] */
export function layoutOf(object: ObjectSchema, type: LayoutType, mode: Mode, access: Access) {
  const id = to18(`00h${createHash('sha256').update(`${object.name} ${type}`).digest('hex').slice(0, 12)}`) ?? ''
  const items = fieldsOf(object, type, access).map((field) => item(object, field, access))
  const rows = Array.from({ length: Math.ceil(items.length / 2) }, (_, row) => ({
    layoutItems: items.slice(row * 2, row * 2 + 2),
  }))
  const layout = {
    id,
    layoutType: type,
    mode,
    objectApiName: object.name,
    recordTypeId: masterRecordTypeId,
    saveOptions: [],
    sections: [
      {
        collapsible: false,
        columns: 2,
        heading: `${object.label} Information`,
        id: `01B${id.slice(3)}`,
        layoutRows: rows,
        rows: rows.length,
        useHeading: false,
      },
    ],
  }
  return { ...layout, eTag: eTagOf(layout) }
}

/** `GET /ui-api/layout/{objectApiName}?layoutType=Full&mode=View`. */
export function layout(http: Http, world: Pick<World, 'schema' | 'access' | 'actor'>): Response {
  const { access } = callerOf(http, world)
  const { layoutType = 'Full', mode = 'View', formFactor = 'Large' } = http.req.query()
  const object = objectOf(http.req.param('objectApiName') ?? '', access, world.schema)
  oneOf(['Large', 'Medium', 'Small'], formFactor, 'formFactor')
  return http.json(layoutOf(object, oneOf(layoutTypes, layoutType, 'layoutType'), oneOf(modes, mode, 'mode'), access))
}
