/** One call as a sandbox saw it. Bodies are kept as text, cut at 10,000 characters. */
export interface Call {
  readonly number: number
  /** ISO instant on the sandbox's clock. */
  readonly at: string
  readonly method: string
  /** Path and query, without scheme and host. */
  readonly url: string
  readonly status: number
  /** True when the call could have changed data: tests of "no needless write" count these. */
  readonly write: boolean
  readonly requestBody?: string
  readonly responseBody?: string
  /** The fault that answered instead of, or after, the real work. */
  readonly fault?: string
  readonly client?: string
}

export class Journal {
  #calls: Call[] = []
  #next = 1

  record(call: Omit<Call, 'number'>): void {
    this.#calls.push({ ...call, number: this.#next++ })
    if (this.#calls.length > 50_000) this.#calls.splice(0, 10_000)
  }

  /** Calls after `since` (a call number), oldest first. */
  calls(since = 0): readonly Call[] {
    return this.#calls.filter((call) => call.number > since)
  }

  /** The number of the newest call: a mark for `calls(since)`. */
  mark(): number {
    return this.#next - 1
  }

  clear(): void {
    this.#calls = []
  }
}
