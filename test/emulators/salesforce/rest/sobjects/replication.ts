import { inDeleteLog } from '../../data/recycle-bin.ts'
import { badRequest, type Call, objectInPath, type Operation, type RestWorld } from '../call.ts'

const minute = 60_000
const day = 86_400_000
const show = (instant: number): string => new Date(instant).toISOString().replace(/Z$/, '+0000')

/** `start` and `end` of the query, cut to the minute, more than `apart` milliseconds from each other, at most `daysBack` old. */
function span(call: Call, now: number, daysBack: number, apart = 0): { start: number; end: number } {
  const read = (name: string): number => {
    const text = call.query.get(name)
    const instant = text === null ? Number.NaN : Date.parse(text)
    // A `+` of the offset that was not sent as %2B arrives as a blank and is no date.
    if (Number.isNaN(instant))
      throw badRequest('INVALID_REPLICATION_DATE', `${name}: not a valid ISO 8601 date: ${text ?? '(missing)'}`)
    return instant
  }
  const [from, until] = [read('start'), read('end')]
  const [start, end] = [from, until].map((instant) => Math.floor(instant / minute) * minute) as [number, number]
  if (start >= end || from + apart >= until) throw badRequest('INVALID_REPLICATION_DATE', 'startDate before endDate')
  if (start < now - daysBack * day)
    throw badRequest('INVALID_REPLICATION_DATE', `startDate cannot be more than ${daysBack} days ago`)
  return { start, end }
}

type Needs = Pick<RestWorld, 'store' | 'schema' | 'clock' | 'switches'>

/** `GET /sobjects/{S}/updated/?start=&end=`: ids by SystemModstamp, 30 days back. [REST API: sObject Get Updated] */
export const updated: Operation<keyof Needs> = (call, world) => {
  const object = objectInPath(call, world)
  const { start, end } = span(call, world.clock.now(), 30)
  const ids = world.store
    .all(object.name)
    .filter((row) => {
      const at = Date.parse(String(row.SystemModstamp))
      return at >= start && at < end
    })
    .map((row) => row.Id)
  return {
    status: 200,
    body: { ids, latestDateCovered: show(Math.min(end, Math.floor(world.clock.now() / minute) * minute)) },
  }
}

/** `GET /sobjects/{S}/deleted/?start=&end=`: 15 days back; `start` must precede `end` by more than a minute. [REST API: sObject Get Deleted] */
export const deleted: Operation<keyof Needs> = (call, world) => {
  const object = objectInPath(call, world)
  const now = world.clock.now()
  const { start, end } = span(call, now, 15, minute)
  const records = world.store
    .allDeleted(object.name)
    .filter((one) => one.at >= start && one.at < end && inDeleteLog(one, now, world.switches))
  return {
    status: 200,
    body: {
      deletedRecords: records.map(({ row, at }) => ({ id: row.Id, deletedDate: show(Math.floor(at / 1000) * 1000) })),
      earliestDateAvailable: show(now - 15 * day),
      latestDateCovered: show(Math.min(end, Math.floor(now / minute) * minute)),
    },
  }
}
