import type { Change, ChangeSink, Cursor } from '../../../bridge/src/engine/ports.ts'

/** A sink that keeps what it is told, and whose cursors outlive the connector. */
export interface RecordingSink extends ChangeSink {
  /** `Account updated 001…`, echoes with a trailing `(echo)`. */
  readonly told: string[]
  readonly changes: Change[]
  readonly cursors: Map<string, string>
  /** The next calls of `accept` fail with this. */
  failures: Error[]
  /** Resolves as soon as the condition holds; looked at after every `accept`. */
  until(condition: () => boolean): Promise<void>
}

export function recordingSink(): RecordingSink {
  const cursors = new Map<string, string>()
  const told: string[] = []
  const changes: Change[] = []
  let waiting: { condition: () => boolean; resolve: () => void }[] = []
  return {
    told,
    changes,
    cursors,
    failures: [],
    cursor: (name) => Promise.resolve(cursors.get(name)),
    async accept(some: readonly Change[], cursor?: Cursor) {
      const failure = this.failures.shift()
      if (failure) throw failure
      changes.push(...some)
      told.push(...some.map(({ entity, kind, id, echo }) => `${entity.name} ${kind} ${id}${echo ? ' (echo)' : ''}`))
      if (cursor) cursors.set(cursor.name, cursor.value)
      const ready = waiting.filter(({ condition }) => condition())
      waiting = waiting.filter((each) => !ready.includes(each))
      for (const { resolve } of ready) resolve()
    },
    until(condition) {
      if (condition()) return Promise.resolve()
      return new Promise((resolve) => waiting.push({ condition, resolve }))
    },
  }
}
