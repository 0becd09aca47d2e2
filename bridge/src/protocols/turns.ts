import PQueue from 'p-queue'

/** Work that takes turns: so much at once, the more urgent first. */
export interface Turns {
  /**
   * Does the work as soon as it is its turn.
   *
   * @param urgency the higher goes first; of two alike, the one that asked first
   * @throws what the work throws; an `Error` once the turns are closed
   */
  take<T>(urgency: number, work: () => Promise<T>): Promise<T>
  /** No more work is begun, and what runs is waited for. `finishWaiting`: what has asked by now is done first. */
  close(options?: { finishWaiting?: boolean }): Promise<void>
}

/** Turns of which at most `concurrent` run at once. */
export function createTurns(concurrent: number): Turns {
  const queue = new PQueue({ concurrency: concurrent })
  let open = true
  let dropped = false
  const closed = () => new Error('The connector is closed.')
  return {
    async take(urgency, work) {
      if (!open) throw closed()
      return queue.add(
        async () => {
          if (dropped) throw closed()
          return work()
        },
        { priority: urgency },
      )
    },
    async close({ finishWaiting = false } = {}) {
      open = false
      dropped ||= !finishWaiting
      await queue.onIdle()
    },
  }
}
