import type { Entity } from '../../../engine/entity.ts'
import type { ChangeSink } from '../../../engine/ports.ts'
import { catchUp, type Asking } from './catch-up.ts'
import { createSeen, type Seen } from './seen.ts'

/** Looks once for changes of an entity since the last look. Returns how many there were. */
export type Poll = (entity: Entity, sink: ChangeSink) => Promise<number>

/** Looks overlap by minutes; what one process has told already it does not tell again. */
export function createPoll(asking: Asking): Poll {
  const seen: Seen = createSeen(50_000)
  return async (entity, sink) => {
    const name = `salesforce:poll:${entity.name}`
    const since = await sink.cursor(name)
    let newest = since
    let count = 0
    for await (const found of catchUp(asking, entity, since)) {
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
