import type { Files } from '../../engine/desk-ports.ts'
import type { Client } from './client.ts'
import { query } from './query.ts'
import { isId, quote } from './soql.ts'

/**
 * Files on records. A file in JSON may be about 37 MB, which no printed document comes near.
 * [REST API Developer Guide: Insert or Update Blob Data]
 */
export function createFiles(client: Client): Files {
  return {
    async find(record, name, ending) {
      if (!isId(record)) return undefined
      const file = 'ContentDocument.Title, ContentDocument.FileExtension'
      const soql = `SELECT ContentDocumentId, ${file} FROM ContentDocumentLink WHERE LinkedEntityId = ${quote(record)}`
      // Every file of the record is asked for: what a link's document may be filtered by depends on the release.
      for (const row of await query(client, soql)) {
        const { Title, FileExtension } = (row.ContentDocument ?? {}) as { Title?: unknown; FileExtension?: unknown }
        if (Title === name && FileExtension === ending) return String(row.ContentDocumentId)
      }
      return undefined
    },

    async attach(record, { name, ending, bytes }) {
      const version = (await client.call('POST', '/sobjects/ContentVersion', {
        body: {
          Title: name,
          PathOnClient: `${name}.${ending}`,
          VersionData: Buffer.from(bytes).toString('base64'),
          // Makes the document, and its link to the record.
          FirstPublishLocationId: record,
        },
      })) as { id: string }
      return version.id
    },
  }
}
