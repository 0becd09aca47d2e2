import type { FieldSchema } from '../schema.ts'

/** What a query may do with a field. [REST API Developer Guide: sObject Describe; SOQL: WHERE, ORDER BY, GROUP BY, Aggregate Functions] */
export interface FieldFlags {
  readonly filterable: boolean
  readonly sortable: boolean
  readonly groupable: boolean
  /** Whether COUNT, COUNT_DISTINCT, MIN and MAX take it; SUM and AVG want a number besides. */
  readonly aggregatable: boolean
}

const numeric: ReadonlySet<FieldSchema['type']> = new Set(['double', 'currency', 'percent'])

/** Long text, compound fields and files are only read; several choices at once are neither sorted nor grouped. */
export function flagsOf({ type, length }: FieldSchema): FieldFlags {
  const plain = type !== 'address' && type !== 'base64' && !(type === 'textarea' && length > 255)
  const one = plain && type !== 'multipicklist'
  return {
    filterable: plain,
    sortable: one,
    groupable: one && !numeric.has(type) && type !== 'datetime',
    aggregatable: one && type !== 'boolean',
  }
}
