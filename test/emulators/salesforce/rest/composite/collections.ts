import type { SaveResult } from '../../context.ts'
import { failed, rowError } from '../../dml/errors.ts'
import { to18 } from '../../ids.ts'
import { fieldOf } from '../../schema.ts'
import {
  badRequest,
  bodyOf,
  isRecord,
  notFound,
  objectInPath,
  type Operation,
  switchIn,
  switchInQuery,
} from '../call.ts'
import { chosenFields, rowJson } from '../row-json.ts'
import { recordsOf, saveRows, take, typeOf } from './rows.ts'

/** Rows of one type that follow each other are saved together; a request holds at most ten such chunks. */
function refuseManyChunks(rows: readonly { readonly type: string }[]): void {
  const changes = rows.filter(({ type }, index) => type.toLowerCase() !== rows[index - 1]?.type.toLowerCase())
  if (changes.length > 10)
    throw badRequest(
      'LIMIT_EXCEEDED',
      'Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking.',
    )
}

/** `POST /composite/sobjects`. */
export const createCollection: Operation<'dml' | 'switches'> = (call, world) => {
  const rows = recordsOf(call).map((record) => ({ record, type: typeOf(record) }))
  refuseManyChunks(rows)
  const options = { allOrNone: switchIn(bodyOf(call), 'allOrNone'), withCreated: false }
  const body = saveRows(call, world, rows, options, ({ record, type }) => world.dml.insert(call.actor, type, record))
  return { status: 200, body }
}

/** `PATCH /composite/sobjects`: every row has its `id`. */
export const updateCollection: Operation<'dml' | 'switches'> = (call, world) => {
  const rows = recordsOf(call).map((record) => ({ ...take(record, 'Id'), type: typeOf(record) }))
  refuseManyChunks(rows)
  const options = { allOrNone: switchIn(bodyOf(call), 'allOrNone'), withCreated: false }
  const body = saveRows(call, world, rows, options, ({ value, rest, type }) =>
    typeof value === 'string'
      ? world.dml.update(call.actor, type, value, rest)
      : failed(rowError('MISSING_ARGUMENT', 'Id not specified in an update call', ['Id'])),
  )
  return { status: 200, body }
}

/** `PATCH /composite/sobjects/{S}/{Field}`: every row has the key; a key that comes twice fails in both rows, rows of another type all of it. */
export const upsertCollection: Operation<'dml' | 'schema' | 'switches'> = (call, world) => {
  const object = objectInPath(call, world)
  const field = fieldOf(object, call.params.field ?? '')
  if (!field || !(field.externalId || field.idLookup) || !call.access.readableField(object.name, field.name))
    throw notFound('Provided external ID field does not exist or is not accessible: ' + (call.params.field ?? ''))
  const records = recordsOf(call)
  const stray = records.find(
    ({ attributes }) => isRecord(attributes) && String(attributes.type).toLowerCase() !== object.name.toLowerCase(),
  )
  if (stray) throw badRequest('INVALID_INPUT', `Each record must be of type ${object.name}, not ${typeOf(stray)}`)
  const rows = records.map((record) => take(record, field.name))
  const keyOf = (value: unknown): string => {
    const text = JSON.stringify(value ?? null)
    return field.caseSensitive ? text : text.toLowerCase()
  }
  const times = Map.groupBy(rows, ({ value }) => keyOf(value))
  const options = { allOrNone: switchIn(bodyOf(call), 'allOrNone'), withCreated: true }
  const save = ({ value, rest }: (typeof rows)[number]): SaveResult =>
    value !== null && value !== undefined && value !== '' && (times.get(keyOf(value))?.length ?? 0) > 1
      ? failed(
          rowError(
            'DUPLICATE_VALUE',
            `Duplicate external id specified: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
            [field.name],
          ),
        )
      : world.dml.upsert(call.actor, object.name, field.name, value, rest)
  return { status: 200, body: saveRows(call, world, rows, options, save) }
}

/** `DELETE /composite/sobjects?ids=a,b&allOrNone=false`. */
export const deleteCollection: Operation<'dml' | 'schema' | 'switches'> = (call, world) => {
  const ids = (call.query.get('ids') ?? '').split(',').filter((id) => id !== '')
  if (ids.length === 0) throw badRequest('INVALID_INPUT', 'ids: a list of ids is required')
  if (ids.length > 200)
    throw badRequest('EXCEEDED_ID_LIMIT', 'record limit reached. cannot submit more than 200 records in this call')
  const options = { allOrNone: switchInQuery(call, 'allOrNone', world), withCreated: false }
  const body = saveRows(call, world, ids, options, (id) => {
    const object =
      to18(id) === undefined ? undefined : world.schema.objects().find((one) => id.startsWith(one.keyPrefix))
    return object
      ? world.dml.delete(call.actor, object.name, id)
      : failed(rowError('MALFORMED_ID', `malformed id ${id}`))
  })
  return { status: 200, body }
}

/** `POST /composite/sobjects/{S}` `{ids, fields}` and `GET …?ids=&fields=`: rows in the order asked, null for what is not there. */
export const readCollection: Operation<'store' | 'schema'> = (call, world) => {
  const object = objectInPath(call, world)
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  const inQuery = (name: string): string[] => (call.query.get(name) ?? '').split(',').filter((one) => one !== '')
  const asked =
    call.method === 'POST'
      ? { ids: texts(bodyOf(call).ids), fields: texts(bodyOf(call).fields) }
      : { ids: inQuery('ids'), fields: inQuery('fields') }
  if (asked.ids.length === 0 || asked.fields.length === 0)
    throw badRequest('INVALID_INPUT', 'ids and fields are required')
  if (asked.ids.length > 2000)
    throw badRequest('EXCEEDED_ID_LIMIT', 'record limit reached. cannot request more than 2000 records in this call')
  const fields = chosenFields(
    object,
    ['Id', ...asked.fields.filter((name) => name.toLowerCase() !== 'id')],
    call.access,
  )
  const rows = asked.ids.map((id) => world.store.get(object.name, to18(id) ?? ''))
  return { status: 200, body: rows.map((row) => (row ? rowJson(object, row, fields, call.base) : null)) }
}
