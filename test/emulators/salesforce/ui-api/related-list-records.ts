import type { Context as Http } from 'hono'
import { z } from 'zod'
import { type Access, ApiError } from '../context.ts'
import type { Row } from '../records.ts'
import { fieldOf, type ObjectSchema } from '../schema.ts'
import { comparable, order } from '../soql/compare.ts'
import { batchOf } from './batch.ts'
import { callerOf, type World } from './call.ts'
import { fieldTree, listOf } from './field-paths.ts'
import { readBody } from './read-body.ts'
import { eTagOf, masterRecordTypeId, recordRepresentation } from './record-representation.ts'
import { childRows, relatedListOf } from './related-list.ts'
import { whereFilter } from './where-filter.ts'

type Needs = Pick<World, 'records' | 'schema' | 'dml' | 'access' | 'actor' | 'clock' | 'switches'>

interface Wanted {
  readonly fields: readonly string[]
  readonly optionalFields: readonly string[]
  readonly pageSize: number
  readonly pageToken: string
  readonly sortBy: readonly string[]
  /** A filter as GraphQL writes it; empty = none. */
  readonly where: string
}

/** [User Interface API Developer Guide: Get Related List Records] */
const defaultPageSize = 50

const invalid = (message: string): ApiError =>
  new ApiError(400, { statusCode: 'INVALID_PARAMETER_VALUE', message, fields: [] })

const list = z.array(z.string()).optional()
const postForm = z.object({
  fields: list,
  optionalFields: list,
  pageSize: z.number().optional(),
  pageToken: z.string().optional(),
  sortBy: list,
  where: z.string().optional(),
})

const batchForm = z.object({ relatedListParameters: z.array(postForm.extend({ relatedListId: z.string() })) })

function fromQuery(http: Http): Wanted {
  const { fields, optionalFields, pageSize, pageToken, sortBy, where } = http.req.query()
  return {
    fields: listOf(fields),
    optionalFields: listOf(optionalFields),
    pageSize: Number(pageSize ?? defaultPageSize),
    pageToken: pageToken ?? '0',
    sortBy: listOf(sortBy),
    where: where ?? '',
  }
}

function fromBody(body: z.infer<typeof postForm>): Wanted {
  const {
    fields = [],
    optionalFields = [],
    pageSize = defaultPageSize,
    pageToken = '0',
    sortBy = [],
    where = '',
  } = body
  return { fields, optionalFields, pageSize, pageToken, sortBy, where }
}

/** `-BC_Invoice__c.BC_Due_Date__c` or `Name`: descending with a minus; empty values come first when ascending. */
function sortRows(rows: readonly Row[], [sortBy]: readonly string[], child: ObjectSchema): readonly Row[] {
  if (sortBy === undefined) return rows
  const field = fieldOf(child, sortBy.replace(/^-/, '').replace(`${child.name}.`, ''))
  if (!field) throw invalid(`Cannot sort by ${sortBy}.`)
  const sign = sortBy.startsWith('-') ? -1 : 1
  const key = (row: Row) => comparable(field, row[field.name])
  return rows.toSorted((left, right) => {
    const [a, b] = [key(left), key(right)]
    if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -sign : sign
    return sign * order(a, b)
  })
}

interface Asked {
  readonly parentRecordId: string
  readonly relatedListId: string
  readonly wanted: Wanted
  /** The resource of this one list, for the URLs of its pages. */
  readonly path: string
}

/** One page of one list. */
function pageOf({ parentRecordId, relatedListId, wanted, path }: Asked, access: Access, world: Needs) {
  const { records, schema, switches } = world
  const most = switches.relatedListMaxPageSize
  if (!Number.isInteger(wanted.pageSize) || wanted.pageSize < 1 || wanted.pageSize > most)
    throw invalid(`pageSize must be between 1 and ${most}.`)
  const { parent, child, lookup } = relatedListOf(parentRecordId, relatedListId, access, world)
  const tree = fieldTree(child, wanted.fields, wanted.optionalFields, { schema, access })
  const matches = wanted.where === '' ? () => true : whereFilter(wanted.where, child, access, world)
  const all = childRows(child, lookup, parent.row.Id, access, records).filter(matches)
  const sorted = sortRows(all, wanted.sortBy, child)
  const from = Number(wanted.pageToken)
  if (!Number.isInteger(from) || from < 0) throw invalid(`The pageToken ${wanted.pageToken} isn't valid.`)
  const page = sorted.slice(from, from + wanted.pageSize)
  const token = (start: number): string | null =>
    start >= 0 && start < sorted.length && start !== from ? String(start) : null
  const next = token(from + wanted.pageSize)
  const previous = from > 0 ? String(Math.max(0, from - wanted.pageSize)) : null
  const url = (pageToken: string | null) =>
    pageToken === null
      ? null
      : `${path}?${new URLSearchParams({ fields: wanted.fields.join(','), pageSize: String(wanted.pageSize), pageToken }).toString()}`
  return {
    count: page.length,
    currentPageToken: String(from),
    currentPageUrl: url(String(from)),
    fields: wanted.fields,
    listInfoETag: eTagOf([child.name, relatedListId]),
    listReference: {
      inContextOfRecordId: parent.row.Id,
      parentObjectApiName: parent.object.name,
      recordTypeId: masterRecordTypeId,
      relatedListId: lookup.childRelationshipName,
      type: 'relatedList',
    },
    nextPageToken: next,
    nextPageUrl: url(next),
    optionalFields: wanted.optionalFields,
    pageSize: wanted.pageSize,
    previousPageToken: previous,
    previousPageUrl: url(previous),
    records: page.map((row) => recordRepresentation(row, tree, { records, access })),
    sortBy: wanted.sortBy,
  }
}

/** `GET` (parameters) and `POST` (body) `/ui-api/related-list-records/{parentRecordId}/{relatedListId}`. */
export async function relatedListRecords(http: Http, world: Needs): Promise<Response> {
  const { access } = callerOf(http, world)
  const { parentRecordId = '', relatedListId = '' } = http.req.param() as Partial<Record<string, string>>
  const wanted =
    http.req.method === 'POST'
      ? fromBody(await readBody(http.req.raw, postForm, 'Related list input'))
      : fromQuery(http)
  return http.json(pageOf({ parentRecordId, relatedListId, wanted, path: http.req.path }, access, world))
}

/**
 * `POST /ui-api/related-list-records/batch/{parentRecordId}` `{relatedListParameters: [{relatedListId, fields, …}]}`: each list answers for
 * itself. [User Interface API Developer Guide: Get a Batch of Related Lists' Records]
 */
export async function relatedListsRecords(http: Http, world: Needs): Promise<Response> {
  const { access } = callerOf(http, world)
  const parentRecordId = http.req.param('parentRecordId') ?? ''
  const { relatedListParameters } = await readBody(http.req.raw, batchForm, 'Related list batch input')
  return http.json(
    batchOf(relatedListParameters, ({ relatedListId, ...body }) => {
      const path = http.req.path.replace(/batch\/[^/]*$/, `${parentRecordId}/${relatedListId}`)
      return pageOf({ parentRecordId, relatedListId, wanted: fromBody(body), path }, access, world)
    }),
  )
}
