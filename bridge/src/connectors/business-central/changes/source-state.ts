import { isoNow, type Clock } from '../../../engine/clock.ts'

/** How a source of changes is doing. */
export interface SourceState {
  connected: boolean
  lastEventAt?: string
  problem?: string
}

export interface Reporting {
  readonly state: SourceState
  /** A look went well and found so many changes. */
  fine(changes: number): void
  /** So many changes were told to us. */
  heard(changes: number): void
  trouble(error: unknown): void
}

export function reporting(clock: Pick<Clock, 'now'>): Reporting {
  const state: SourceState = { connected: false }
  const heard = (changes: number) => {
    if (changes > 0) state.lastEventAt = isoNow(clock)
  }
  return {
    state,
    heard,
    fine(changes) {
      state.connected = true
      delete state.problem
      heard(changes)
    },
    trouble(error) {
      state.connected = false
      state.problem = error instanceof Error ? error.message : String(error)
    },
  }
}
