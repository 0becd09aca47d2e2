import type { Clock } from '../../kit/clock.ts'
import type { Faults } from '../../kit/faults.ts'
import type { ChangeEvent, ChangeType } from './change-event.ts'
import type { EventLog } from './event-log.ts'

const kinds = ['duplicate-event', 'gap-event', 'overflow', 'lost-event', 'late-event'] as const

const nothing: ReadonlySet<string> = new Set()

/** Header only, record ids kept, alone in its transaction. [Change Data Capture guide: Gap Events] */
function gap(event: ChangeEvent): ChangeEvent {
  const changeType: ChangeType = event.changeType.startsWith('GAP_')
    ? event.changeType
    : (`GAP_${event.changeType}` as ChangeType)
  return { ...event, changeType, sequenceNumber: 1, carried: nothing, changed: nothing }
}

/** One event for the entity, without ids and fields. [Change Data Capture guide: Overflow Events] */
const overflow = (event: ChangeEvent): ChangeEvent => ({ ...gap(event), changeType: 'GAP_OVERFLOW', recordIds: [] })

export interface Bus {
  readonly log: EventLog
  readonly clock: Clock
  readonly faults: Faults
  /** Cancels the late events that are still on their way. */
  readonly late: Set<() => void>
}

/** Puts an event on the bus, as the armed faults of `EVENT {entity} {changeType} {ids}` want it. */
export function publishEvent(event: ChangeEvent, { log, clock, faults, late }: Bus): void {
  const fault = faults.strike(kinds, `EVENT ${event.entity} ${event.changeType} ${event.recordIds.join(',')}`)
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
