import { Doubtful, RetryLater } from '../../engine/errors.ts'
import type { Notices } from '../../engine/ports.ts'
import type { Client } from './client.ts'
import type { Services } from './settings.ts'
import { writeRows } from './write/collection.ts'

/** Characters of BC_Sync_Message__c. */
const longest = 255

/**
 * Says on a record itself how its sync went, for the people who look at it. A row in passing trouble (a lock) fails the
 * whole call, so that all are told again: telling twice is the same as once. A row that is refused is logged only.
 */
export function createNotices(client: Client, { log }: Pick<Services, 'log'>): Notices {
  return {
    async tell(entity, notices) {
      if (!('BC_Sync_Status__c' in entity.fields)) return
      const rows = notices.map(({ id, status, message }) => ({
        attributes: { type: entity.name },
        id,
        BC_Sync_Status__c: status ?? null,
        BC_Sync_Message__c: message === '' ? null : cutAtWord(message, longest),
      }))
      const target = {
        method: 'PATCH',
        path: '/composite/sobjects',
        object: entity.name,
        urgency: 'documents',
      } as const
      const results = await writeRows(client, target, rows)
      results.forEach((result, index) => {
        if (result.ok) return
        const { message, vendor } = result.error
        if (isPassing(result.error)) return
        log.warn({ object: entity.name, id: rows[index]?.id, vendor }, `Could not tell how the sync went: ${message}`)
      })
      const trouble = results.find((result) => !result.ok && isPassing(result.error))
      if (trouble && !trouble.ok) throw trouble.error
    },
  }
}

const isPassing = (error: unknown) => error instanceof RetryLater || error instanceof Doubtful

/** The beginning of a text, ended at a word, with an ellipsis when something is missing. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text
  const room = text.slice(0, length - 1)
  const space = room.lastIndexOf(' ')
  return `${(space > length / 2 ? room.slice(0, space) : room).replace(/[\s,;:.]+$/, '')}…`
}
