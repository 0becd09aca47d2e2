import { vi } from 'vitest'

/** What retries wait for by chance, between 0 and 1. */
export interface Jitter {
  value: number
}

/**
 * Takes chance away from the bridge: until it is changed every retry draws the same number to eight digits, whichever of the
 * flows that run side by side comes first. Call it before the bridge is made; `end` when it is closed.
 */
export function fixJitter(): { readonly jitter: Jitter; readonly end: () => void } {
  const jitter: Jitter = { value: 0.5 }
  let drawn = 0
  // No two are quite the same: libraries make their ids of them.
  const spy = vi.spyOn(Math, 'random').mockImplementation(() => jitter.value + ++drawn * 1e-10)
  return {
    jitter,
    end: () => {
      spy.mockRestore()
    },
  }
}

/** The jitter of a move: as random as what it picks. */
export const jitterOf = ({ pick, other }: { readonly pick: number; readonly other: number }): number =>
  ((pick * 61 + other * 7) % 100) / 100
