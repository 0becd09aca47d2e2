import type { Context as Http } from 'hono'
import { ApiError } from '../context.ts'
import { fieldOf } from '../schema.ts'
import { callerOf, type World } from './call.ts'
import { emptyTree } from './field-paths.ts'
import { oneOf } from './layout.ts'
import { objectOf } from './object-info.ts'
import { recordName, recordRepresentation } from './record-representation.ts'

const invalid = (message: string): ApiError =>
  new ApiError(400, { statusCode: 'INVALID_PARAMETER_VALUE', message, fields: [] })

function whole(given: string | undefined, otherwise: number, least: number, most: number, name: string): number {
  const value = given === undefined ? otherwise : Number(given)
  if (!Number.isInteger(value) || value < least || value > most)
    throw invalid(`${name} must be between ${least} and ${most}.`)
  return value
}

/**
 * `GET /ui-api/lookups/{objectApiName}/{fieldApiName}/{targetApiName}?q=…&searchType=Search`: records for a lookup field, by name.
 * Recent is answered by what changed last, as the sandbox does not keep who looked at what.
 * [User Interface API Developer Guide: Get Lookup Field Suggestions]
 */
export function lookups(http: Http, world: Pick<World, 'records' | 'schema' | 'access' | 'actor'>): Response {
  const { access } = callerOf(http, world)
  const {
    objectApiName = '',
    fieldApiName = '',
    targetApiName = '',
  } = http.req.param() as Partial<Record<string, string>>
  const query = http.req.query()
  const object = objectOf(objectApiName, access, world.schema)
  const field = fieldOf(object, fieldApiName)
  if (field?.type !== 'reference' || !access.readableField(object.name, field.name))
    throw invalid(`${fieldApiName} isn't a lookup field of ${object.name}.`)
  // Queues are no object of UI API, yet may be looked up as owners.
  const target =
    targetApiName.toLowerCase() === 'group'
      ? (world.schema.object('Group') ?? object)
      : objectOf(targetApiName, access, world.schema)
  if (!field.referenceTo.includes(target.name)) throw invalid(`${field.name} doesn't refer to ${target.name}.`)
  const searchType = oneOf(['Recent', 'Search', 'TypeAhead'], query.searchType ?? 'Recent', 'searchType')
  const size = whole(query.pageSize, 25, 1, 2000, 'pageSize')
  const page = whole(query.page ?? query.pageParam, 1, 1, 100_000, 'page')
  const words = (query.q ?? '').trim().toLowerCase()
  if (searchType !== 'Recent' && words.length < 2) throw invalid('q must have at least two characters.')
  const found = world.records
    .all(target.name)
    .filter((row) => access.readable(target.name, row))
    .filter((row) => (recordName(target, row) ?? '').toLowerCase().includes(words))
    .toSorted((a, b) => String(b.LastModifiedDate).localeCompare(String(a.LastModifiedDate)))
  const from = (page - 1) * size
  const tree = emptyTree(target)
  const name = target.fields.find(({ nameField }) => nameField)
  if (name && access.readableField(target.name, name.name)) tree.fields.add(name)
  const url = (number: number) =>
    `${http.req.path}?${new URLSearchParams({ ...query, page: String(number) }).toString()}`
  const more = from + size < found.length
  const records = found
    .slice(from, from + size)
    .map((row) => recordRepresentation(row, tree, { records: world.records, access }))
  return http.json({
    count: records.length,
    currentPageToken: String(page),
    currentPageUrl: url(page),
    nextPageToken: more ? String(page + 1) : null,
    nextPageUrl: more ? url(page + 1) : null,
    previousPageToken: page > 1 ? String(page - 1) : null,
    previousPageUrl: page > 1 ? url(page - 1) : null,
    records,
  })
}
