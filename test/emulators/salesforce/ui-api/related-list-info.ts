import type { Context as Http } from 'hono'
import type { Access } from '../context.ts'
import type { FieldSchema, ObjectSchema } from '../schema.ts'
import { batchOf } from './batch.ts'
import { callerOf, type World } from './call.ts'
import { listOf } from './field-paths.ts'
import { objectOf } from './object-info.ts'
import { eTagOf, masterRecordTypeId } from './record-representation.ts'
import { childRows, type RelatedList, relatedListNamed, relatedListOf, relatedListsOf } from './related-list.ts'

type Needs = Pick<World, 'records' | 'schema' | 'access' | 'actor' | 'switches'>

const shown: ReadonlySet<FieldSchema['type']> = new Set(['currency', 'date', 'double', 'picklist', 'string'])

/** The columns that a list has before anybody arranges them: the name, then a few short fields. */
function columnsOf(child: ObjectSchema, access: Access): readonly FieldSchema[] {
  const readable = child.fields.filter((field) => access.readableField(child.name, field.name))
  const named = readable.filter(({ nameField }) => nameField)
  return [...named, ...readable.filter((one) => !one.nameField && one.createable && shown.has(one.type))].slice(0, 4)
}

const reference = ({ lookup }: RelatedList, parent: ObjectSchema) => ({
  inContextOfRecordId: null,
  parentObjectApiName: parent.name,
  recordTypeId: masterRecordTypeId,
  relatedListId: lookup.childRelationshipName,
  type: 'relatedList',
})

function info(parent: ObjectSchema, relatedListId: string, access: Access, world: Needs) {
  const list = relatedListNamed(relatedListId, parent, access, world.schema)
  const columns = columnsOf(list.child, access)
  const body = {
    cloneable: false,
    createable: access.canCreate(list.child.name),
    deletable: false,
    displayColumns: columns.map((field) => ({
      fieldApiName: `${list.child.name}.${field.name}`,
      label: field.label,
      lookupId: null,
      sortable: true,
    })),
    fieldApiName: `${list.child.name}.${list.lookup.name}`,
    filterLogicString: null,
    filteredByInfo: [],
    label: list.child.labelPlural,
    listReference: reference(list, parent),
    objectApiNames: [list.child.name],
    orderedByInfo: [{ fieldApiName: `${list.child.name}.${columns[0]?.name ?? 'Id'}`, isAscending: true }],
    updateable: false,
    userPreferences: { columnWidths: {}, columnWrap: {} },
    visibility: 'Public',
  }
  return { ...body, eTag: eTagOf(body) }
}

/** `GET /ui-api/related-list-info/{parentObjectApiName}/{relatedListId}`. [User Interface API guide: Related List Info] */
export function relatedListInfo(http: Http, world: Needs): Response {
  const { access } = callerOf(http, world)
  const { parentObjectApiName = '', relatedListId = '' } = http.req.param() as Partial<Record<string, string>>
  return http.json(info(objectOf(parentObjectApiName, access, world.schema), relatedListId, access, world))
}

/**
 * `GET /ui-api/related-list-info/batch/{parentObjectApiName}/{relatedListNames}`: each list answers for itself.
 * [User Interface API guide: Get a Batch of Related List Metadata]
 */
export function relatedListInfos(http: Http, world: Needs): Response {
  const { access } = callerOf(http, world)
  const { parentObjectApiName = '', relatedListNames = '' } = http.req.param() as Partial<Record<string, string>>
  const parent = objectOf(parentObjectApiName, access, world.schema)
  return http.json(batchOf(listOf(relatedListNames), (name) => info(parent, name, access, world)))
}

/** `GET /ui-api/related-list-info/{parentObjectApiName}`: all lists of the object. */
export function relatedLists(http: Http, world: Needs): Response {
  const { access } = callerOf(http, world)
  const parent = objectOf(http.req.param('parentObjectApiName') ?? '', access, world.schema)
  const body = {
    parentObjectApiName: parent.name,
    parentRecordTypeId: masterRecordTypeId,
    relatedLists: relatedListsOf(parent, access, world.schema).map(({ child, lookup }) => ({
      entityLabel: child.label,
      entityLabelPlural: child.labelPlural,
      fieldApiName: lookup.name,
      keyPrefix: child.keyPrefix,
      label: child.labelPlural,
      objectApiName: child.name,
      relatedListId: lookup.childRelationshipName,
      relatedListInfoUrl: `${http.req.path}/${lookup.childRelationshipName ?? ''}`,
    })),
    theme: null,
  }
  return http.json({ ...body, eTag: eTagOf(body) })
}

function count(parentRecordId: string, relatedListId: string, most: number, access: Access, world: Needs) {
  const { parent, child, lookup } = relatedListOf(parentRecordId, relatedListId, access, world)
  const all = childRows(child, lookup, parent.row.Id, access, world.records).length
  const body = {
    count: Math.min(all, most),
    hasMore: all > most,
    listReference: {
      ...reference({ child, lookup }, parent.object),
      inContextOfRecordId: parent.row.Id,
    },
  }
  return { ...body, eTag: eTagOf(body) }
}

/** More than this are not counted. */
function mostOf(given: string | undefined, { relatedListMaxCount: mostCounted }: World['switches']): number {
  const asked = Number(given ?? mostCounted)
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, mostCounted) : mostCounted
}

/** `GET /ui-api/related-list-count/{parentRecordId}/{relatedListId}?maxCount=`. */
export function relatedListCount(http: Http, world: Needs): Response {
  const { access } = callerOf(http, world)
  const { parentRecordId = '', relatedListId = '' } = http.req.param() as Partial<Record<string, string>>
  return http.json(
    count(parentRecordId, relatedListId, mostOf(http.req.query('maxCount'), world.switches), access, world),
  )
}

/** `GET /ui-api/related-list-count/batch/{parentRecordId}/{relatedListIds}`. */
export function relatedListCounts(http: Http, world: Needs): Response {
  const { access } = callerOf(http, world)
  const { parentRecordId = '', relatedListIds = '' } = http.req.param() as Partial<Record<string, string>>
  const most = mostOf(http.req.query('maxCount'), world.switches)
  return http.json(batchOf(listOf(relatedListIds), (id) => count(parentRecordId, id, most, access, world)))
}
