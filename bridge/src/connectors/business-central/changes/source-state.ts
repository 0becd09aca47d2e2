import { isoNow, type Clock } from '../../../engine/clock.ts'

/** How a source of changes is doing. */
export interface SourceState {
  connected: boolean
  lastEventAt?: string
  problem?: string
}

export interface Reporting {
  readonly state: SourceState
  fine(events: number): void
  trouble(error: unknown): void
}

export function reporting(clock: Pick<Clock, 'now'>): Reporting {
  const state: SourceState = { connected: false }
  return {
    state,
    fine(events) {
      state.connected = true
      delete state.problem
      if (events > 0) state.lastEventAt = isoNow(clock)
    },
    trouble(error) {
      state.connected = false
      state.problem = error instanceof Error ? error.message : String(error)
    },
  }
}
