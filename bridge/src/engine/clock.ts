/** Where the bridge's time comes from. Instants are milliseconds since the epoch. */
export interface Clock {
  now(): number
  /** Resolves after `milliseconds`, or at once when the signal aborts. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The instant as ISO 8601 in UTC. */
export function isoNow(clock: Pick<Clock, 'now'>): string {
  return new Date(clock.now()).toISOString()
}
