import type { Clock } from '../engine/clock.ts'
import { Misconfigured } from '../engine/errors.ts'
import type { EngineLog } from '../engine/log.ts'
import type { Catalogue } from './catalogue.ts'

/** Milliseconds between two looks at what admins have set, and before the first one is tried again. */
const between = 60_000
const again = 10_000
/** Looks from one report of how the flows stand to the next. */
const looksPerReport = 5

/**
 * Asks for settings until it has them, so that nothing is written by rules that an admin has changed. An org without the
 * package's settings object has none.
 */
export async function firstSettings(
  catalogue: Catalogue,
  { clock, log }: { clock: Clock; log: EngineLog },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await catalogue.announce()
      await catalogue.refresh()
      return
    } catch (error) {
      log.warn({ err: error }, 'the settings of the flows cannot be read')
      if (error instanceof Misconfigured) return
      await clock.wait(again, signal)
    }
  }
}

/** Takes over changed settings while the bridge runs, and now and then says in Setup how the flows stand. */
export async function keepFresh(
  catalogue: Catalogue,
  report: () => Promise<void>,
  { clock, log }: { clock: Clock; log: EngineLog },
  signal: AbortSignal,
): Promise<void> {
  for (let look = 0; ; look += 1) {
    await clock.wait(between, signal)
    if (signal.aborted) return
    await catalogue.refresh().catch((error: unknown) => {
      log.warn({ err: error }, 'the settings of the flows cannot be read; they stay as they are')
    })
    if (look % looksPerReport > 0) continue
    await report().catch((error: unknown) => {
      log.warn({ err: error }, 'Setup could not be told how the flows stand; it is told later')
    })
  }
}
