import type { Clock } from '../../kit/clock.ts'
import type { Faults } from '../../kit/faults.ts'
import type { ChangeEvent } from './change-event.ts'
import type { EventLog } from './event-log.ts'
import { gap, overflow } from './gap-events.ts'

/** Faults that strike an event on its way to the bus. */
export const eventFaults = ['duplicate-event', 'gap-event', 'overflow', 'lost-event', 'late-event'] as const

export interface Bus {
  readonly log: EventLog
  readonly clock: Clock
  readonly faults: Faults
  /** Cancels the late events that are still on their way. */
  readonly late: Set<() => void>
}

/** Puts an event on the bus, as the armed faults of `EVENT {entity} {changeType} {ids}` want it. */
export function publishEvent(event: ChangeEvent, { log, clock, faults, late }: Bus): void {
  const fault = faults.strike(eventFaults, `EVENT ${event.entity} ${event.changeType} ${event.recordIds.join(',')}`)
  switch (fault?.kind) {
    case 'lost-event':
      return
    case 'duplicate-event':
      log.append(event)
      log.append(event)
      return
    case 'gap-event':
      log.append(gap(event))
      return
    case 'overflow':
      log.append(overflow(event))
      return
    case 'late-event': {
      const { milliseconds } = fault
      const cancel = clock.after(typeof milliseconds === 'number' ? milliseconds : 60_000, () => {
        late.delete(cancel)
        log.append(event)
      })
      late.add(cancel)
      return
    }
    case undefined:
    default:
      log.append(event)
  }
}
