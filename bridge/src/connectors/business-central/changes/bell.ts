/** Ends a rest early. Rung before anybody rests, it ends the next rest. */
export interface Bell {
  ring(): void
  /** Aborts when the bell is rung from now on. */
  listen(): AbortSignal
}

export function createBell(): Bell {
  let controller = new AbortController()
  return {
    ring: () => controller.abort(),
    listen() {
      if (controller.signal.aborted) controller = new AbortController()
      return controller.signal
    },
  }
}
