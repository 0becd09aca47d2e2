/** The newest events handled, to know a second delivery. Forgets the oldest: a duplicate comes soon or not at all. */
export interface Seen {
  has(id: string): boolean
  /** Only once its effects are safe: an event that failed halfway must be handled when it comes again. */
  add(id: string): void
}

export function createSeen(most = 10_000): Seen {
  const ids = new Set<string>()
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.add(id)
      const [oldest] = ids
      if (ids.size > most && oldest !== undefined) ids.delete(oldest)
    },
  }
}
