import type { SyncError } from '../../../engine/errors.ts'
import type { CompanyRef, FilledLine } from '../../../mapping/index.ts'
import type { Children } from '../children.ts'
import type { Client } from '../client.ts'
import type { Described } from '../describe.ts'
import { query, type Row } from '../query.ts'
import { among, groupsOf } from '../soql.ts'
import { urgencyOf } from '../urgency.ts'
import { bodyOf } from './body.ts'
import { writeRows } from './collection.ts'
import { isUnchanged } from './lines.ts'

/** What lines that people have made should say. */
export interface LinkedLines {
  /** Id of the document. */
  readonly parent: string
  readonly lines: readonly FilledLine[]
  readonly lineIds: ReadonlyMap<string, string> | undefined
}

/**
 * Writes to lines that belong to people: to those that are linked, by their id; none is added or deleted, unchanged ones cost
 * no write.
 *
 * @returns what went wrong, by document
 */
export async function writeLinkedLines(
  services: { readonly client: Client; readonly described: Described; readonly now: string },
  children: Children,
  company: CompanyRef,
  documents: readonly LinkedLines[],
): Promise<ReadonlyMap<string, SyncError>> {
  const { client, described, now } = services
  const { entity } = children
  const wanted = documents.flatMap(({ parent, lines, lineIds }) =>
    lines.flatMap((line) => {
      const id = line.id ?? lineIds?.get(line.key)
      return id === undefined ? [] : [{ parent, line, id }]
    }),
  )
  const stand = await standing(
    client,
    children,
    wanted.map(({ id }) => id),
  )
  const planned = wanted.flatMap(({ parent, line, id }) => {
    const row = stand.get(id)
    if (row === undefined || isUnchanged(children, line, row, described)) return []
    const key = line.id === undefined ? { BC_Key__c: `${company.id}:${line.key}`.toLowerCase() } : {}
    const body = bodyOf(entity, { ...line.fields, ...key, BC_Last_Synced__c: now }, described)
    return [{ parent, row: { attributes: { type: entity.name }, id, ...body } }]
  })
  const target = {
    method: 'PATCH',
    path: '/composite/sobjects',
    object: entity.name,
    urgency: urgencyOf(entity),
  } as const
  const results = await writeRows(
    client,
    target,
    planned.map(({ row }) => row),
  )
  const wrong = new Map<string, SyncError>()
  results.forEach((result, index) => {
    const parent = planned[index]?.parent
    if (!result.ok && parent !== undefined && !wrong.has(parent)) wrong.set(parent, result.error)
  })
  return wrong
}

/** The lines as they stand; those that were deleted are not among them. */
async function standing(
  client: Client,
  { entity }: Children,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const columns = Object.keys(entity.fields).join(', ')
  const found = new Map<string, Row>()
  const around = encodeURIComponent(columns).length + 200
  for (const group of groupsOf([...new Set(ids)], { around, most: 200 })) {
    const soql = `SELECT ${columns} FROM ${entity.name} WHERE ${among('Id', group)}`
    for (const row of await query(client, soql, { urgency: urgencyOf(entity) })) found.set(String(row.Id), row)
  }
  return found
}
