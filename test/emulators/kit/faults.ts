/**
 * A fault that a test, or a person through `POST /__emulator/faults`, has asked for. The sandbox says in its README
 * which `kind`s it knows; the kit only keeps and counts them.
 */
export interface Fault {
  /** For example `status`, `write-done-but-504`, `expired-session`, `lock`, `delay`, `drop-connection`. */
  readonly kind: string
  /** Regular expression over `METHOD /path?query`; left out = every call. */
  readonly match?: string
  /** How often it strikes (default 1); `0` = until reset. */
  readonly times?: number
  /** How many matching calls pass untouched first (default 0). */
  readonly skip?: number
  /** What the kind needs: `status`, `body`, `headers`, `milliseconds`, … */
  readonly [option: string]: unknown
}

interface Armed {
  readonly fault: Fault
  readonly match: RegExp
  left: number
  skip: number
}

export class Faults {
  #armed: Armed[] = []

  arm(fault: Fault): void {
    const times = fault.times ?? 1
    this.#armed.push({
      fault,
      match: new RegExp(fault.match ?? ''),
      left: times === 0 ? Number.POSITIVE_INFINITY : times,
      skip: fault.skip ?? 0,
    })
  }

  /** The first armed fault of one of `kinds` that matches `what`; using it up is part of asking. */
  strike(kinds: readonly string[], what: string): Fault | undefined {
    for (const armed of this.#armed) {
      if (armed.left <= 0 || !kinds.includes(armed.fault.kind) || !armed.match.test(what)) continue
      if (armed.skip > 0) {
        armed.skip--
        continue
      }
      armed.left--
      return armed.fault
    }
    return undefined
  }

  list(): readonly Fault[] {
    return this.#armed.filter((armed) => armed.left > 0).map((armed) => armed.fault)
  }

  clear(): void {
    this.#armed = []
  }
}
