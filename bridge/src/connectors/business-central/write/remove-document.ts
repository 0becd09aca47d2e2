import { SyncError } from '../../../engine/errors.ts'
import type { Removed } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { inCompany, textOf, type Client } from '../client.ts'
import { etagOf } from '../read/rows.ts'
import { setOf } from '../sets.ts'
import { readDocuments } from './document.ts'
import { closedBecause, type DocumentKind } from './sales-documents.ts'
import { invoicedInstead, tooLateToDelete } from './too-late.ts'

/** Deletes documents that are still open, under the version that was looked at; the others are refused with the reason, those
 * that were invoiced in full, and are gone for that, too. */
export async function removeDocuments(
  client: Client,
  company: CompanyRef,
  kind: DocumentKind,
  ids: readonly string[],
): Promise<readonly Removed[]> {
  const rows = await readDocuments(
    client,
    company,
    kind,
    ids.map((id) => ({ id, header: {}, lines: [] })),
  )
  return Promise.all(
    ids.map(async (id): Promise<Removed> => {
      const row = rows.get(id.toLowerCase())
      try {
        if (!row) {
          const error = await invoicedInstead(client, kind, company, id)
          return error ? { outcome: 'failed', error } : { outcome: 'gone' }
        }
        const because = closedBecause(kind, row)
        if (because !== undefined) return { outcome: 'failed', error: tooLateToDelete(kind, row, because) }
        const { status } = await client.send({
          method: 'DELETE',
          path: inCompany(company, `${setOf(kind.entity)}(${textOf(row.id)})`),
          what: `delete a ${kind.entity.label}`,
          headers: { 'if-match': etagOf(row) ?? '*' },
          expect: [404],
        })
        return { outcome: status === 404 ? 'gone' : 'deleted' }
      } catch (error) {
        if (error instanceof SyncError) return { outcome: 'failed', error }
        throw error
      }
    }),
  )
}
