import type { Entity } from '../../../engine/entity.ts'
import { isoNow } from '../../../engine/clock.ts'
import type { ChangeSink } from '../../../engine/ports.ts'
import { catchUp, catchUpLines, overlap, type Asking, type Found } from './catch-up.ts'
import { createSeen } from './seen.ts'

/** Looks once for changes of an entity since the last look. Returns how many there were. */
export type Poll = (entity: Entity, sink: ChangeSink) => Promise<number>

/**
 * Stamps are whole seconds: a record that is edited again in the second of a look, or by a transaction that had to wait for it,
 * has the stamp that was seen. What is younger than this when a look begins is told once more by the first look that finds it
 * older. Wide enough for clocks that differ a little.
 */
const young = 60_000

/** Looks overlap by minutes; what one process has told already it does not tell again. */
function polling(
  clock: Asking['clock'],
  cursorOf: (entity: Entity) => string,
  look: (entity: Entity, since: string | undefined) => AsyncIterable<readonly Found[]>,
): Poll {
  const seen = createSeen(50_000)
  return async (entity, sink) => {
    const name = cursorOf(entity)
    const settledBefore = clock.now() - young
    const keyOf = ({ change, stamp }: Found): string =>
      `${entity.name} ${change.id} ${stamp}${Date.parse(stamp) < settledBefore ? '' : ' young'}`
    const since = await sink.cursor(name)
    let newest = since
    let count = 0
    for await (const found of look(entity, since)) {
      const fresh = found.filter((each) => !seen.has(keyOf(each)))
      for (const { stamp } of found) if (newest === undefined || stamp > newest) newest = stamp
      await sink.accept(fresh.map(({ change }) => change))
      for (const each of fresh) seen.add(keyOf(each))
      count += fresh.length
    }
    // Moved at the end only: lines come after their documents, with older stamps.
    if (newest !== undefined && newest !== since) await sink.accept([], { name, value: newest })
    return count
  }
}

export const createPoll = (asking: Asking): Poll =>
  polling(
    asking.clock,
    ({ name }) => `salesforce:poll:${name}`,
    (entity, since) => catchUp(asking, entity, since),
  )

/** For documents that are heard without their lines. The first look only begins: documents are read with their lines. */
export function createLinePoll(asking: Asking): Poll {
  const cursorOf = ({ name }: Entity) => `salesforce:poll:lines of ${name}`
  const look = polling(asking.clock, cursorOf, (entity, since = isoNow(asking.clock)) =>
    catchUpLines(asking, entity, new Date(Date.parse(since) - overlap).toISOString()),
  )
  return async (entity, sink) => {
    const begin = isoNow(asking.clock)
    const count = await look(entity, sink)
    const name = cursorOf(entity)
    if ((await sink.cursor(name)) === undefined) await sink.accept([], { name, value: begin })
    return count
  }
}
