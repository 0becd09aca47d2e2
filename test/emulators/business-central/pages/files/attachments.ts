import { BusinessError } from '../../tables.ts'
import { noGuid } from '../../wire/blank.ts'
import type { Page } from '../page.ts'
import { plain } from '../plain.ts'
import { text } from '../../wire/text.ts'

/** Parents the older store refuses. [Microsoft Learn: attachments resource type] */
const masters = ['Customer', 'Item', 'Vendor', 'Employee', 'Job']

/** File attachments of documents: first the metadata, then the bytes by PATCH to `attachmentContent`. */
function attachmentStore(refused: readonly string[]): Page {
  return {
    needsParent: { properties: ['parentId', 'id'], refusal: 'You must specify a parent to get its attachments.' },
    computed: { byteSize: (_context, row) => (row['_bytes'] instanceof Uint8Array ? row['_bytes'].length : 0) },
    create: ({ company }, set, values) => {
      if (text(values, 'parentId', noGuid) === noGuid) throw new BusinessError('The "parentId" must be provided.')
      const type = values['parentType']
      if (typeof type !== 'string' || type === '_x0020_') throw new BusinessError('The "parentType" must be provided.')
      if (refused.includes(type))
        throw new BusinessError(`Attachments of type ${type} are not supported. Use documentAttachments.`)
      return company.table(set.name).insert({ ...values, fileName: fileName(values['fileName']) })
    },
    update: (context, set, row, change) =>
      plain.update(context, set, row, {
        ...change,
        ...(change['fileName'] !== undefined && { fileName: fileName(change['fileName']) }),
      }),
    streams: {
      attachmentContent: {
        read: (_context, row) =>
          row['_bytes'] instanceof Uint8Array ? { type: 'application/octet-stream', bytes: row['_bytes'] } : undefined,
        write: ({ company }, row, bytes) => {
          company.table(refused.length > 0 ? 'attachments' : 'documentAttachments').update(row.id, { _bytes: bytes })
        },
      },
    },
  }
}

/** A missing or impossible name becomes `filename.txt`. */
function fileName(given: unknown): string {
  return typeof given === 'string' && /^[^\\/:*?"<>|]+\.[^\\/:*?"<>|.]+$/.test(given) ? given : 'filename.txt'
}

export const attachments = attachmentStore(masters)
export const documentAttachments = attachmentStore([])
