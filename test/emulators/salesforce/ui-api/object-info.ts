import type { Context as Http } from 'hono'
import { type Access, ApiError } from '../context.ts'
import type { FieldSchema, FieldType, ObjectSchema, Schema } from '../schema.ts'
import { batchOf } from './batch.ts'
import { callerOf, type World } from './call.ts'
import { listOf } from './field-paths.ts'
import { eTagOf, masterRecordTypeId } from './record-representation.ts'
import { isUiApiObject } from './supported.ts'

const dataTypes: Readonly<Record<FieldType, string>> = {
  id: 'Reference',
  string: 'String',
  textarea: 'TextArea',
  picklist: 'Picklist',
  multipicklist: 'MultiPicklist',
  boolean: 'Boolean',
  int: 'Int',
  double: 'Double',
  currency: 'Currency',
  percent: 'Percent',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  phone: 'Phone',
  email: 'Email',
  url: 'Url',
  reference: 'Reference',
  address: 'Address',
  base64: 'Base64',
  combobox: 'ComboBox',
  long: 'Long',
}

const nameFieldsOf = (object: ObjectSchema | undefined): readonly string[] =>
  object?.fields.filter((field) => field.nameField).map(({ name }) => name) ?? []

function fieldInfo(
  object: ObjectSchema,
  field: FieldSchema,
  described: Readonly<Record<string, unknown>>,
  schema: Schema,
) {
  return {
    apiName: field.name,
    calculated: field.calculated,
    compound: object.fields.some((part) => part.compoundFieldName === field.name),
    compoundComponentName: null,
    compoundFieldName: field.compoundFieldName ?? null,
    controllerName: null,
    controllingFields: [],
    createable: described.createable,
    custom: field.custom,
    dataType: dataTypes[field.type],
    extraTypeInfo: null,
    externalId: field.externalId,
    filterable: described.filterable,
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText: field.inlineHelpText ?? null,
    label: field.label,
    length: field.length,
    nameField: field.nameField,
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    reference: field.type === 'reference',
    referenceTargetField: null,
    referenceToInfos: field.referenceTo.map((apiName) => ({
      apiName,
      nameFields: nameFieldsOf(schema.object(apiName)),
    })),
    relationshipName: field.relationshipName ?? null,
    required: !field.nillable && field.createable && !field.defaultedOnCreate,
    scale: field.scale,
    searchPrefilterable: field.type === 'reference',
    sortable: described.sortable,
    unique: field.unique,
    updateable: described.updateable,
  }
}

/** The object of the path; one that the user may not read does not exist for it. */
export function objectOf(apiName: string, access: Access, schema: Schema): ObjectSchema {
  const object = schema.object(apiName)
  if (!object || !isUiApiObject(object) || !access.canRead(object.name))
    throw new ApiError(404, {
      statusCode: 'INVALID_TYPE',
      message: `Object ${apiName} is not supported in UI API`,
      fields: [],
    })
  return object
}

interface ChildRelationship {
  readonly childSObject: string
  readonly field: string
  readonly relationshipName: string | null
}

type Needs = Pick<World, 'schema' | 'describe' | 'access' | 'actor'>

/** What a user may know of an object. [User Interface API Developer Guide: Object Info] */
export function objectInfoOf(object: ObjectSchema, access: Access, world: Pick<World, 'schema' | 'describe'>) {
  const described = world.describe.object(access, object.name) ?? {}
  const describedFields = described.fields as readonly Readonly<Record<string, unknown>>[]
  const info = {
    apiName: object.name,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: (described.childRelationships as readonly ChildRelationship[]).map((child) => ({
      childObjectApiName: child.childSObject,
      fieldName: child.field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.relationshipName,
    })),
    compactLayoutable: described.compactLayoutable,
    createable: described.createable,
    custom: object.custom,
    defaultRecordTypeId: masterRecordTypeId,
    deletable: described.deletable,
    dependentFields: {},
    feedEnabled: false,
    fields: Object.fromEntries(
      describedFields.flatMap((one) => {
        const field = object.fields.find(({ name }) => name === one.name)
        return field ? [[field.name, fieldInfo(object, field, one, world.schema)]] : []
      }),
    ),
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: described.layoutable,
    mruEnabled: described.mruEnabled,
    nameFields: nameFieldsOf(object),
    queryable: object.queryable,
    recordTypeInfos: {
      [masterRecordTypeId]: {
        available: true,
        defaultRecordTypeMapping: true,
        master: true,
        name: 'Master',
        recordTypeId: masterRecordTypeId,
      },
    },
    searchLayoutable: described.searchLayoutable,
    searchable: described.searchable,
    themeInfo: null,
    updateable: described.updateable,
  }
  return { ...info, eTag: eTagOf(info) }
}

/** `GET /ui-api/object-info/{objectApiName}`. */
export function objectInfo(http: Http, world: Needs): Response {
  const { access } = callerOf(http, world)
  return http.json(objectInfoOf(objectOf(http.req.param('objectApiName') ?? '', access, world.schema), access, world))
}

/** `GET /ui-api/object-info/batch/{objectApiNames}`: each name answers for itself. */
export function objectInfos(http: Http, world: Needs): Response {
  const { access } = callerOf(http, world)
  const names = listOf(http.req.param('objectApiNames'))
  return http.json(batchOf(names, (name) => objectInfoOf(objectOf(name, access, world.schema), access, world)))
}
