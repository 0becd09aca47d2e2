import type { Row } from '../records.ts'
import type { FieldSchema, ObjectSchema } from '../schema.ts'

/** How equal values of a field are found equal: text without regard to case unless the field says otherwise. */
export function indexKey(field: FieldSchema, value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return field.caseSensitive || field.type === 'reference' || field.type === 'id' ? text : text.toLowerCase()
}

const isIndexed = (field: FieldSchema): boolean =>
  field.name !== 'Id' &&
  (field.unique ||
    field.externalId ||
    field.idLookup ||
    (field.type === 'reference' && !field.referenceTo.includes('User')))

/** What is known of a deletion. */
export interface Deletion {
  /** Milliseconds on the sandbox's clock. */
  readonly at: number
  /** Whether the row can come back. */
  readonly recycleBin: boolean
  /** The record whose deletion took this row along; its own id when it was deleted by itself. */
  readonly with: string
  /** Look-ups that were emptied because of it, and are filled again when it comes back. */
  readonly cleared: { readonly object: string; readonly id: string; readonly field: string }[]
}

interface Entry {
  readonly row: Row
  /** Set once the row is deleted. */
  readonly deleted?: Deletion
}

/** The rows of one object, by id and by every field that upserts, unique checks and relationships look up. */
export interface Table {
  entry(id: string): Entry | undefined
  /** Puts, replaces or, with undefined, forgets an entry; returns what was there. */
  set(id: string, entry: Entry | undefined): Entry | undefined
  live(): readonly Row[]
  entries(): Iterable<Entry>
  /** Ids of live rows with that value; undefined when the field has no index. */
  find(field: string, value: unknown): readonly string[] | undefined
  /** Indexes follow the object's present fields. */
  reindex(object: ObjectSchema): void
}

/** @param inherited what rows of an object inherit: getters of its formulas */
export function createTable(
  object: ObjectSchema,
  inherited: (object: ObjectSchema) => object | undefined = () => undefined,
): Table {
  let getters: object | undefined
  const entries = new Map<string, Entry>()
  const indexes = new Map<string, { readonly field: FieldSchema; readonly ids: Map<string, Set<string>> }>()
  let live: Row[] | undefined

  function note(entry: Entry, add: boolean): void {
    if (entry.deleted) return
    for (const { field, ids } of indexes.values()) {
      const key = indexKey(field, entry.row[field.name])
      if (key === undefined) continue
      const found = ids.get(key)
      if (!add) found?.delete(entry.row.Id)
      else if (found) found.add(entry.row.Id)
      else ids.set(key, new Set([entry.row.Id]))
    }
  }

  function reindex(next: ObjectSchema): void {
    indexes.clear()
    getters = inherited(next)
    for (const { row } of entries.values()) Object.setPrototypeOf(row, getters ?? Object.prototype)
    for (const field of next.fields) if (isIndexed(field)) indexes.set(field.name, { field, ids: new Map() })
    for (const entry of entries.values()) note(entry, true)
  }

  reindex(object)
  return {
    entry: (id) => entries.get(id),
    set(id, entry) {
      const before = entries.get(id)
      if (before) note(before, false)
      if (entry) {
        if (getters) Object.setPrototypeOf(entry.row, getters)
        entries.set(id, entry)
        note(entry, true)
      } else entries.delete(id)
      live = undefined
      return before
    },
    live: () => (live ??= [...entries.values()].filter((entry) => !entry.deleted).map((entry) => entry.row)),
    entries: () => entries.values(),
    find(field, value) {
      const index = indexes.get(field)
      if (!index) return undefined
      const key = indexKey(index.field, value)
      return key === undefined ? [] : [...(index.ids.get(key) ?? [])]
    },
    reindex,
  }
}
