/** A ManagedEventSubscription of the org. [Metadata API guide: ManagedEventSubscription (Beta)] */
export interface ManagedSubscription {
  /** 18 characters, beginning with 18x. */
  readonly id: string
  readonly developerName: string
  readonly topicName: string
  /** Where it begins when nothing has been committed. */
  readonly defaultReplay: 'LATEST' | 'EARLIEST'
  /** Where it begins when the committed replay id is not retained any more. */
  readonly errorRecoveryReplay: 'LATEST' | 'EARLIEST'
  readonly state: 'RUN' | 'STOP'
}

/** What the server keeps about managed subscriptions, by id. */
export interface ManagedState {
  committed(id: string): bigint | undefined
  commit(id: string, replayId: bigint): void
  /** False when another stream has it already. */
  activate(id: string): boolean
  release(id: string): void
  clear(): void
}

export function createManagedState(): ManagedState {
  const places = new Map<string, bigint>()
  const active = new Set<string>()
  return {
    committed: (id) => places.get(id),
    commit: (id, replayId) => void places.set(id, replayId),
    activate(id) {
      if (active.has(id)) return false
      active.add(id)
      return true
    },
    release: (id) => void active.delete(id),
    clear: () => places.clear(),
  }
}
