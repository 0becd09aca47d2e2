import { SyncError } from '../../engine/errors.ts'
import type { Removed, Write, Writer, Written } from '../../engine/ports.ts'
import type { Entity } from '../../engine/entity.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { inCompany, type Client } from './client.ts'
import { localCurrency } from './read/local-currency.ts'
import { setOf } from './sets.ts'
import { amendDocument } from './write/amend-document.ts'
import { createCodes } from './write/codes.ts'
import { defaultDimensionCodes } from './write/composed.ts'
import { createDocument } from './write/create-document.ts'
import { readDocuments, wantedDocument } from './write/document.ts'
import { ownLines, type OwnLines } from './write/own-lines.ts'
import { createRecord, presentRecords, updateRecord } from './write/record.ts'
import { removeDocuments } from './write/remove-document.ts'
import { documentKind } from './write/sales-documents.ts'
import { toRemember } from './write/tax-codes.ts'
import { linesToRemember } from './write/written-lines.ts'

/**
 * Writes Business Central for the engine. It has no upsert: the engine looks before it lets us create.
 *
 * @param dimensionCodes the dimension behind each of our dimension fields, where it is not the default one
 */
export function createWriter(client: Client, dimensionCodes: Readonly<Record<string, string>> = {}): Writer {
  const currencyOf = localCurrency(client)
  const futile = new Map<string, string>()
  const codes = createCodes(client, { ...defaultDimensionCodes, ...dimensionCodes })

  const each = async (writes: readonly Write[], work: (write: Write, own: OwnLines) => Promise<Written>) =>
    Promise.all(
      writes.map(async (write): Promise<Written> => {
        const own = ownLines(write)
        try {
          return await work(write, own)
        } catch (error) {
          if (error instanceof SyncError) return { outcome: 'failed', error, intended: own.inDoubt() }
          throw error
        }
      }),
    )

  const writeRecords = async (entity: Entity, company: CompanyRef, writes: readonly Write[]) => {
    const present = await presentRecords(client, entity, company, writes)
    const services = { client, company, codes }
    return each(writes, (write) =>
      write.id === undefined
        ? createRecord(services, entity, write)
        : updateRecord(services, entity, { ...write, id: write.id }, present.get(write.id.toLowerCase())),
    )
  }

  const removeRecord = async (entity: Entity, company: CompanyRef, id: string): Promise<Removed> => {
    try {
      const { status } = await client.send({
        method: 'DELETE',
        path: inCompany(company, `${setOf(entity)}(${id})`),
        what: `delete a ${entity.label}`,
        headers: { 'if-match': '*' },
        expect: [404],
      })
      return { outcome: status === 404 ? 'gone' : 'deleted' }
    } catch (error) {
      if (error instanceof SyncError) return { outcome: 'failed', error }
      throw error
    }
  }

  return {
    repeatable: 'by-look-up',
    async write(entity, company, writes) {
      const kind = documentKind(entity)
      if (!kind) return writeRecords(entity, company, writes)
      const known = writes.flatMap(({ id, fields }) =>
        id === undefined ? [] : [{ ...wantedDocument(kind, fields), id: id.toLowerCase() }],
      )
      const present = await readDocuments(client, company, kind, known)
      const amending = { client, company, codes, kind, localCurrency: currencyOf, futile }
      return each(writes, async (write, own) => {
        const id = write.id?.toLowerCase()
        const written =
          id === undefined
            ? await createDocument(amending, write, own)
            : await amendDocument(amending, { ...write, id }, present.get(id), own)
        if (written.outcome === 'failed') return written
        const { lines } = wantedDocument(kind, write.fields)
        return { ...written, remember: { ...toRemember(own.taxCodes, lines), ...linesToRemember(lines) } }
      })
    },
    async remove(entity, company, ids) {
      const kind = documentKind(entity)
      if (kind) return removeDocuments(client, company, kind, ids)
      return Promise.all(ids.map((id) => removeRecord(entity, company, id)))
    },
  }
}
