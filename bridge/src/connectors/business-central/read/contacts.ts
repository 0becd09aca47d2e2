import type { SourceRecord } from '../../../engine/records.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { textOf, type Client, type JsonRow } from '../client.ts'
import { contact } from '../entities.ts'
import { rowsById, selection, toRecord } from './rows.ts'

/** Which customer a contact belongs to stands beside the contact, not on it. [API v2.0: contactInformation] */
const relation = 'contactInformation($select=relatedId,relatedType)'

function customerOf({ contactInformation: found }: JsonRow): string | null {
  const related = (Array.isArray(found) ? found[0] : found) as JsonRow | null | undefined
  return related?.relatedType === 'Customer' ? textOf(related.relatedId).toLowerCase() : null
}

/** Contacts with the customer they belong to. */
export async function readContacts(
  client: Client,
  company: CompanyRef,
  ids: readonly string[],
  fields: readonly string[],
): Promise<ReadonlyMap<string, SourceRecord>> {
  const onPage = fields.filter((field) => field !== 'customerId')
  const wanted = onPage.length === fields.length ? [] : [relation]
  const rows = await rowsById(client, contact, company, ids, selection(contact, onPage, wanted))
  return new Map(
    rows.map((row) => {
      const record = toRecord(contact, row)
      const more = wanted.length === 0 ? {} : { customerId: customerOf(row) }
      return [record.id, { ...record, fields: { ...record.fields, ...more } }]
    }),
  )
}
