import type { Commit, Row } from '../records.ts'
import type { Schema } from '../schema.ts'

/** The last known rows of objects with long texts: what the difference of an update is taken from. */
export interface TextMemory {
  readonly before: (object: string, id: string) => Row | undefined
  remember(commit: Commit): void
  clear(): void
}

export function createTextMemory(schema: Pick<Schema, 'object'>): TextMemory {
  const rows = new Map<string, Row>()
  const hasLongText = (row: Row, object: string): boolean =>
    schema.object(object)?.fields.some((field) => {
      const value = field.type === 'textarea' ? row[field.name] : undefined
      return typeof value === 'string' && value.length >= 1000
    }) ?? false
  return {
    before: (object, id) => rows.get(`${object} ${id}`),
    remember({ changes }) {
      for (const { object, id, kind, row } of changes) {
        if (kind === 'DELETE' || !hasLongText(row, object)) rows.delete(`${object} ${id}`)
        else rows.set(`${object} ${id}`, row)
      }
    },
    clear: () => rows.clear(),
  }
}
