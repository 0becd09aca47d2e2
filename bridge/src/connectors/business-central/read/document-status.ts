import type { Entity, SourceRecord } from '../../../engine/records.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { unescapeMember } from '../../../protocols/odata.ts'
import { textOf, type Client } from '../client.ts'
import { etagOf, rowsById } from './rows.ts'

/** Number and status of documents; those that are gone read `Deleted`. One call for all of them. */
export async function readDocumentStatus(
  client: Client,
  entity: Entity,
  company: CompanyRef,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SourceRecord>> {
  const rows = await rowsById(client, entity, company, ids, { $select: 'id,number,status', $expand: undefined })
  const found = new Map(rows.map((row) => [textOf(row.id).toLowerCase(), row]))
  return new Map(
    ids.map((id): [string, SourceRecord] => {
      const row = found.get(id.toLowerCase())
      const fields = row
        ? { id, number: textOf(row.number), status: unescapeMember(textOf(row.status)) ?? 'Draft' }
        : { id, number: null, status: 'Deleted' }
      return [id, { id, version: row && etagOf(row), fields }]
    }),
  )
}
