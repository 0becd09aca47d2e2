import type { ChangeEvent, ChangeType } from './change-event.ts'

const nothing: ReadonlySet<string> = new Set()

/** Header only, record ids kept, alone in its transaction. [Change Data Capture guide: Gap Events] */
export function gap(event: ChangeEvent): ChangeEvent {
  const changeType: ChangeType = event.changeType.startsWith('GAP_')
    ? event.changeType
    : (`GAP_${event.changeType}` as ChangeType)
  return { ...event, changeType, sequenceNumber: 1, carried: nothing, changed: nothing, differences: new Map() }
}

/** One event for the entity, without ids and fields. [Change Data Capture guide: Overflow Events] */
export const overflow = (event: ChangeEvent): ChangeEvent => ({
  ...gap(event),
  changeType: 'GAP_OVERFLOW',
  recordIds: [],
})
