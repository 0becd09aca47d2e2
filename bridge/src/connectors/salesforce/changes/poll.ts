import type { Entity } from '../../../engine/entity.ts'
import { isoNow } from '../../../engine/clock.ts'
import type { ChangeSink } from '../../../engine/ports.ts'
import { catchUp, catchUpLines, overlap, type Asking, type Found } from './catch-up.ts'
import { createSeen } from './seen.ts'

/** Looks once for changes of an entity since the last look. Returns how many there were. */
export type Poll = (entity: Entity, sink: ChangeSink) => Promise<number>

/** Looks overlap by minutes; what one process has told already it does not tell again. */
function polling(
  cursorOf: (entity: Entity) => string,
  look: (entity: Entity, since: string | undefined) => AsyncIterable<readonly Found[]>,
): Poll {
  const seen = createSeen(50_000)
  return async (entity, sink) => {
    const name = cursorOf(entity)
    const since = await sink.cursor(name)
    let newest = since
    let count = 0
    for await (const found of look(entity, since)) {
      const fresh = found.filter(({ change, stamp }) => !seen.has(`${entity.name} ${change.id} ${stamp}`))
      for (const { stamp } of found) if (newest === undefined || stamp > newest) newest = stamp
      await sink.accept(fresh.map(({ change }) => change))
      for (const { change, stamp } of fresh) seen.add(`${entity.name} ${change.id} ${stamp}`)
      count += fresh.length
    }
    // Moved at the end only: lines come after their documents, with older stamps.
    if (newest !== undefined && newest !== since) await sink.accept([], { name, value: newest })
    return count
  }
}

export const createPoll = (asking: Asking): Poll =>
  polling(
    ({ name }) => `salesforce:poll:${name}`,
    (entity, since) => catchUp(asking, entity, since),
  )

/** For documents that are heard without their lines. The first look only begins: documents are read with their lines. */
export function createLinePoll(asking: Asking): Poll {
  const cursorOf = ({ name }: Entity) => `salesforce:poll:lines of ${name}`
  const look = polling(cursorOf, (entity, since = isoNow(asking.clock)) =>
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
