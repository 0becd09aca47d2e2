import type { SyncError } from '../../../engine/errors.ts'
import type { CompanyRef, FilledLine } from '../../../mapping/index.ts'
import type { Children } from '../children.ts'
import type { Client } from '../client.ts'
import type { Described } from '../describe.ts'
import { query, type Row } from '../query.ts'
import { decode, fieldOf } from '../record.ts'
import { among, groupsOf } from '../soql.ts'
import { urgencyOf } from '../urgency.ts'
import { bodyOf, standsAs, withoutFixed } from './body.ts'
import { deleteRows, writeRows, type CollectionRow, type RowResult } from './collection.ts'

/** The lines that one document should have. */
export interface WantedLines {
  /** Id of the document. */
  readonly parent: string
  /** The document was made just now: it has no lines yet. */
  readonly isNew: boolean
  readonly lines: readonly FilledLine[]
}

interface Planned {
  readonly parent: string
  readonly row: CollectionRow
}

/**
 * Makes the lines of documents so: missing and changed ones are upserted by key below their document, lines whose key is no
 * longer there are deleted, unchanged ones cost no write. Lines without key were made by a person and are left alone.
 *
 * @returns what went wrong, by document
 */
export async function writeLines(
  services: { readonly client: Client; readonly described: Described; readonly now: string },
  children: Children,
  company: CompanyRef,
  documents: readonly WantedLines[],
): Promise<ReadonlyMap<string, SyncError>> {
  const { client, described, now } = services
  const { entity, parentField } = children
  const urgency = urgencyOf(entity)
  const existing = await existingLines(client, children, documents)
  const toUpdate: Planned[] = []
  const toUpsert: Planned[] = []
  const toDelete: { parent: string; id: string }[] = []

  for (const { parent, lines } of documents) {
    const left = new Map(existing.get(parent))
    for (const line of lastOfEachKey(lines)) {
      const key = `${company.id}:${line.key}`.toLowerCase()
      const row = left.get(key)
      left.delete(key)
      if (row !== undefined && isUnchanged(children, line, row, described)) continue
      const stamped = 'BC_Last_Synced__c' in entity.fields ? { ...line.fields, BC_Last_Synced__c: now } : line.fields
      const body = { BC_Key__c: key, ...bodyOf(entity, stamped, described), [parentField]: parent }
      if (row === undefined) toUpsert.push({ parent, row: { attributes: { type: entity.name }, ...body } })
      else {
        const update = { attributes: { type: entity.name }, id: row.Id, ...withoutFixed(body, described) }
        toUpdate.push({ parent, row: update })
      }
    }
    for (const row of left.values()) toDelete.push({ parent, id: String(row.Id) })
  }

  const wrong = new Map<string, SyncError>()
  const note = (planned: readonly { parent: string }[], results: readonly RowResult[]): void => {
    results.forEach((result, index) => {
      const parent = planned[index]?.parent
      if (!result.ok && parent !== undefined && !wrong.has(parent)) wrong.set(parent, result.error)
    })
  }
  const send = async (path: string, planned: readonly Planned[]): Promise<void> => {
    const target = { method: 'PATCH', path, object: entity.name, urgency } as const
    const rows = planned.map(({ row }) => row)
    note(planned, await writeRows(client, target, rows))
  }
  await send('/composite/sobjects', toUpdate)
  await send(`/composite/sobjects/${entity.name}/BC_Key__c`, toUpsert)
  const ids = toDelete.map(({ id }) => id)
  note(toDelete, await deleteRows(client, entity.name, ids, urgency))
  return wrong
}

/** What stands below the documents now, by document and key. */
async function existingLines(
  client: Client,
  { entity, parentField }: Children,
  documents: readonly WantedLines[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Row>>> {
  const parents = documents.filter(({ isNew }) => !isNew).map(({ parent }) => parent)
  const names = Object.keys(entity.fields).filter((name) => name !== 'Id')
  const columns = ['Id', parentField, ...names.filter((name) => name !== parentField)].join(', ')
  const found = new Map<string, Map<string, Row>>(documents.map(({ parent }) => [parent, new Map()]))
  const around = encodeURIComponent(columns).length + 200
  for (const group of groupsOf(parents, { around, most: 200 })) {
    const where = `${among(parentField, group)} AND BC_Key__c != null`
    const soql = `SELECT ${columns} FROM ${entity.name} WHERE ${where}`
    for (const row of await query(client, soql, { urgency: urgencyOf(entity) })) {
      found.get(String(row[parentField]))?.set(String(row.BC_Key__c).toLowerCase(), row)
    }
  }
  return found
}

/** Whether a line stands as it should be. */
export function isUnchanged({ entity }: Children, line: FilledLine, row: Row, described: Described): boolean {
  return Object.entries(line.fields).every(([name, wanted]) => {
    if (wanted === undefined) return true
    return standsAs(decode(row[name], fieldOf(entity, name)), wanted, described.fields.get(name))
  })
}

function lastOfEachKey(lines: readonly FilledLine[]): readonly FilledLine[] {
  return [...new Map(lines.map((line) => [line.key, line])).values()]
}
