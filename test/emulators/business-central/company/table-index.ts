import type { Row } from '../tables.ts'

/** Finds rows by the value of one property; a property is indexed from the first time somebody asks for it. */
export class TableIndex {
  readonly #byProperty = new Map<string, Map<unknown, Set<Row>>>()

  /** One row takes the place of another; either may be missing. */
  move(before: Row | undefined, after: Row | undefined): void {
    for (const [property, values] of this.#byProperty) {
      if (before) values.get(before[property])?.delete(before)
      if (after) add(values, after[property], after)
    }
  }

  find(property: string, value: unknown, rows: Iterable<Row>): ReadonlySet<Row> {
    let values = this.#byProperty.get(property)
    if (!values) {
      values = new Map()
      for (const row of rows) add(values, row[property], row)
      this.#byProperty.set(property, values)
    }
    return values.get(value) ?? new Set()
  }

  clear(): void {
    this.#byProperty.clear()
  }
}

function add(values: Map<unknown, Set<Row>>, value: unknown, row: Row): void {
  const found = values.get(value)
  if (found) found.add(row)
  else values.set(value, new Set([row]))
}
