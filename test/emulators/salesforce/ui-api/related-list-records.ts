import type { Context as Http } from 'hono'
import { z } from 'zod'
import { ApiError } from '../context.ts'
import type { Row } from '../records.ts'
import { fieldOf, type ObjectSchema } from '../schema.ts'
import { comparable, order } from '../soql/compare.ts'
import { bodyAs, callerOf, type World } from './call.ts'
import { fieldTree, listOf } from './field-paths.ts'
import { eTagOf, masterRecordTypeId, recordRepresentation } from './record-representation.ts'
import { childRows, relatedListOf } from './related-list.ts'
import { whereFilter } from './where-filter.ts'

type Needs = Pick<World, 'records' | 'schema' | 'dml' | 'access' | 'actor' | 'clock'>

interface Wanted {
  readonly fields: readonly string[]
  readonly optionalFields: readonly string[]
  readonly pageSize: number
  readonly pageToken: string
  readonly sortBy: readonly string[]
  /** A filter as GraphQL writes it; empty = none. */
  readonly where: string
}

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

/** 50 records unless asked otherwise, at most 1,999. [User Interface API Developer Guide: Get Related List Records] */
function pageSizeOf(given: number | undefined): number {
  const size = given ?? 50
  if (!Number.isInteger(size) || size < 1 || size > 1999) throw invalid('pageSize must be between 1 and 1999.')
  return size
}

function fromQuery(http: Http): Wanted {
  const { fields, optionalFields, pageSize, pageToken, sortBy, where } = http.req.query()
  return {
    fields: listOf(fields),
    optionalFields: listOf(optionalFields),
    pageSize: pageSizeOf(pageSize === undefined ? undefined : Number(pageSize)),
    pageToken: pageToken ?? '0',
    sortBy: listOf(sortBy),
    where: where ?? '',
  }
}

async function fromBody(http: Http): Promise<Wanted> {
  const {
    fields = [],
    optionalFields = [],
    pageSize,
    pageToken = '0',
    sortBy = [],
    where = '',
  } = await bodyAs(http, postForm)
  return { fields, optionalFields, pageSize: pageSizeOf(pageSize), pageToken, sortBy, where }
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

/** `GET` (parameters) and `POST` (body) `/ui-api/related-list-records/{parentRecordId}/{relatedListId}`. */
export async function relatedListRecords(http: Http, world: Needs): Promise<Response> {
  const { access } = callerOf(http, world)
  const { records, schema } = world
  const { parentRecordId = '', relatedListId = '' } = http.req.param() as Partial<Record<string, string>>
  const wanted = http.req.method === 'POST' ? await fromBody(http) : fromQuery(http)
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
      : `${http.req.path}?${new URLSearchParams({ fields: wanted.fields.join(','), pageSize: String(wanted.pageSize), pageToken }).toString()}`
  return http.json({
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
  })
}
