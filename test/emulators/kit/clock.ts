/**
 * The time of a sandbox. It runs with the wall clock (so that the demo lives) or stands still until somebody
 * advances it (so that tests never sleep); in both modes `advance` makes due timers fire at once, in order.
 */
export interface Clock {
  /** Present instant, milliseconds since the epoch. */
  now(): number
  /** Runs `work` once `delay` milliseconds of this clock have passed; returns a function that cancels it. */
  after(delay: number, work: () => void | Promise<void>): () => void
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly work: () => void | Promise<void>
}

export class VirtualClock implements Clock {
  #offset: number
  #stoppedAt: number | undefined
  #timers: Timer[] = []
  #order = 0
  #wake: NodeJS.Timeout | undefined

  /**
   * @param options.start the first instant (default: the wall clock)
   * @param options.running false = time moves only through `advance` (default: true)
   */
  constructor(options: { start?: number; running?: boolean } = {}) {
    const start = options.start ?? Date.now()
    this.#offset = start - Date.now()
    this.#stoppedAt = options.running === false ? start : undefined
  }

  now(): number {
    return this.#stoppedAt ?? Date.now() + this.#offset
  }

  after(delay: number, work: () => void | Promise<void>): () => void {
    const timer: Timer = { at: this.now() + Math.max(0, delay), order: this.#order++, work }
    this.#timers.push(timer)
    this.#timers.sort((a, b) => a.at - b.at || a.order - b.order)
    this.#arm()
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
      this.#arm()
    }
  }

  /** Moves time forward and awaits every timer that falls due on the way, each at its own instant. */
  async advance(milliseconds: number): Promise<void> {
    const target = this.now() + milliseconds
    for (let next = this.#timers[0]; next && next.at <= target; next = this.#timers[0]) {
      this.#set(Math.max(next.at, this.now()))
      this.#timers.shift()
      await next.work()
    }
    this.#set(Math.max(target, this.now()))
    this.#arm()
  }

  /** Drops all timers; the sandbox is being stopped or reset. */
  clear(): void {
    this.#timers = []
    clearTimeout(this.#wake)
  }

  #set(instant: number): void {
    if (this.#stoppedAt === undefined) this.#offset = instant - Date.now()
    else this.#stoppedAt = instant
  }

  #arm(): void {
    clearTimeout(this.#wake)
    const next = this.#timers[0]
    if (!next || this.#stoppedAt !== undefined) return
    // setTimeout overflows at 2^31 ms; a later timer is simply armed again.
    const wait = Math.min(Math.max(0, next.at - this.now()), 2 ** 31 - 1)
    this.#wake = setTimeout(() => void this.advance(0), wait)
    this.#wake.unref()
  }
}
