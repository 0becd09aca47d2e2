import type { Context as Http } from 'hono'
import { ApiError } from '../context.ts'
import { to18 } from '../ids.ts'
import { fieldOf, type FieldSchema } from '../schema.ts'
import { callerOf, type World } from './call.ts'
import { objectOf } from './object-info.ts'
import { eTagOf, masterRecordTypeId } from './record-representation.ts'

const isChoice = ({ type }: FieldSchema): boolean => type === 'picklist' || type === 'multipicklist'

const toValue = ({ label, value }: { label: string; value: string }) => ({
  attributes: null,
  label,
  validFor: [],
  value,
})

/** [User Interface API Developer Guide: Picklist Values] */
function valuesOf(field: FieldSchema, url: string) {
  const active = field.picklistValues.filter((one) => one.active)
  const start = active.find((one) => one.defaultValue)
  const body = { controllerValues: {}, defaultValue: start ? toValue(start) : null, url, values: active.map(toValue) }
  return { ...body, eTag: eTagOf(body) }
}

/** There are no record types here but the master. */
function checkRecordType(http: Http): void {
  const given = http.req.param('recordTypeId') ?? ''
  if (to18(given) !== masterRecordTypeId)
    throw new ApiError(400, {
      statusCode: 'INVALID_RECORD_TYPE',
      message: `The record type ${given} isn't one of this object.`,
      fields: [],
    })
}

/** `GET /ui-api/object-info/{objectApiName}/picklist-values/{recordTypeId}`: all picklists that the user reads. */
export function allPicklistValues(http: Http, world: Pick<World, 'schema' | 'access' | 'actor'>): Response {
  const { access } = callerOf(http, world)
  const object = objectOf(http.req.param('objectApiName') ?? '', access, world.schema)
  checkRecordType(http)
  const fields = object.fields.filter((field) => isChoice(field) && access.readableField(object.name, field.name))
  const picklistFieldValues = Object.fromEntries(
    fields.map((field) => [field.name, valuesOf(field, `${http.req.path}/${field.name}`)]),
  )
  return http.json({ picklistFieldValues, eTag: eTagOf(picklistFieldValues) })
}

/** `GET /ui-api/object-info/{objectApiName}/picklist-values/{recordTypeId}/{fieldApiName}`. */
export function picklistValues(http: Http, world: Pick<World, 'schema' | 'access' | 'actor'>): Response {
  const { access } = callerOf(http, world)
  const { objectApiName = '', fieldApiName = '' } = http.req.param() as Partial<Record<string, string>>
  const object = objectOf(objectApiName, access, world.schema)
  const field = fieldOf(object, fieldApiName)
  checkRecordType(http)
  if (!field || !isChoice(field) || !access.readableField(object.name, field.name))
    throw new ApiError(400, {
      statusCode: 'INVALID_FIELD',
      message: `${fieldApiName} isn't a picklist field of ${object.name}.`,
      fields: [],
    })
  return http.json(valuesOf(field, http.req.path))
}
