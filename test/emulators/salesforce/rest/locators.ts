import type { Clock } from '../../kit/clock.ts'
import type { IdSource } from '../ids.ts'

interface Page {
  readonly records: readonly unknown[]
  readonly totalSize: number
  /** Where the next page starts; undefined on the last. */
  readonly next?: string
}

/** Query results beyond the first page, kept for two days under a locator. */
export interface Locators {
  open(records: readonly unknown[], size: number): Page
  /** @param locator `{id}-{offset}`, as it stands in `nextRecordsUrl` */
  page(locator: string): Page | undefined
  clear(): void
}

const twoDays = 2 * 86_400_000

export function createLocators({ clock, ids }: { clock: Clock; ids: IdSource }): Locators {
  const results = new Map<string, { records: readonly unknown[]; size: number; until: number }>()
  function cut(id: string, offset: number): Page | undefined {
    const result = results.get(id)
    if (!result || result.until <= clock.now()) return undefined
    const end = offset + result.size
    const more = end < result.records.length
    const page = { records: result.records.slice(offset, end), totalSize: result.records.length }
    return more ? { ...page, next: `${id}-${end}` } : page
  }
  return {
    open(records, size) {
      if (records.length <= size) return { records, totalSize: records.length }
      const id = ids.next('01g')
      results.set(id, { records, size, until: clock.now() + twoDays })
      return cut(id, 0) ?? { records, totalSize: records.length }
    },
    page(locator) {
      const match = /^(01g\w{12,15})-(\d+)$/.exec(locator)
      return match ? cut(match[1] ?? '', Number(match[2])) : undefined
    },
    clear: () => results.clear(),
  }
}
