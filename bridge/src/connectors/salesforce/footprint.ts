/**
 * Which fields this bridge writes, as far as it has written since it started. A change event of our own that touches any
 * other field is no echo: an automation of the org changed more in the same transaction, and Salesforce merged both
 * into one event. A footprint that is too small costs a needless look at a record, never a lost change.
 */
export interface Footprint {
  add(object: string, fields: readonly string[]): void
  covers(object: string, fields: readonly string[]): boolean
}

/** Changed by every write. */
const always = new Set(['LastModifiedDate', 'LastModifiedById', 'SystemModstamp'])

export function createFootprint(): Footprint {
  const written = new Map<string, Set<string>>()
  return {
    add(object, fields) {
      const known = written.get(object) ?? new Set()
      for (const field of fields) known.add(field)
      written.set(object, known)
    },
    covers(object, fields) {
      const known = written.get(object)
      return fields.every((field) => always.has(field) || known?.has(field) === true)
    },
  }
}
