import type { Context as Http } from 'hono'
import { ApiError } from '../context.ts'
import { fieldOf } from '../schema.ts'
import { callerOf, type World } from './call.ts'
import { objectOf } from './object-info.ts'
import { eTagOf } from './record-representation.ts'

/** `GET /ui-api/object-info/{objectApiName}/picklist-values/{recordTypeId}/{fieldApiName}`. */
export function picklistValues(http: Http, world: Pick<World, 'schema' | 'access' | 'actor'>): Response {
  const { access } = callerOf(http, world)
  const { objectApiName = '', fieldApiName = '' } = http.req.param() as Partial<Record<string, string>>
  const object = objectOf(objectApiName, access, world.schema)
  const field = fieldOf(object, fieldApiName)
  const choice = field?.type === 'picklist' || field?.type === 'multipicklist'
  if (!field || !choice || !access.readableField(object.name, field.name))
    throw new ApiError(400, {
      statusCode: 'INVALID_FIELD',
      message: `${fieldApiName} isn't a picklist field of ${object.name}.`,
      fields: [],
    })
  const toValue = ({ label, value }: { label: string; value: string }) => ({
    attributes: null,
    label,
    validFor: [],
    value,
  })
  const active = field.picklistValues.filter((one) => one.active)
  const start = active.find((one) => one.defaultValue)
  const body = {
    controllerValues: {},
    defaultValue: start ? toValue(start) : null,
    url: http.req.path,
    values: active.map(toValue),
  }
  return http.json({ ...body, eTag: eTagOf(body) })
}
