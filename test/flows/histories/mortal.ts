import { pino } from 'pino'
import { StoreUnavailable, type Store } from '../../../bridge/src/engine/store.ts'
import { createSystem } from '../../../bridge/src/system.ts'
import type { TestSystem } from '../../support/start-system.ts'
import { clearTheSky, isPassing } from './trouble.ts'

/** How long a bridge has to live: so many calls to its database, the last of which takes effect or does not. */
interface Life {
  left: number
  readonly lastOne: 'done' | 'lost'
  readonly die: () => void
}

/** A store that is cut off when the life is over, and whatever is called afterwards has no effect. */
function mortal<Part extends object>(part: Part, life: Life): Part {
  return new Proxy(part, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value === 'object' && value !== null) return mortal(value, life)
      if (typeof value !== 'function') return value
      return async (...parameters: unknown[]): Promise<unknown> => {
        const call = () => Reflect.apply(value, target, parameters) as Promise<unknown>
        life.left--
        if (life.left > 0) return call()
        if (life.left === 0) {
          life.die()
          if (life.lastOne === 'done') await call()
        }
        throw new StoreUnavailable('the bridge is dead')
      }
    },
  })
}

/**
 * A bridge on the same database that listens to both systems, works, and dies in the middle: from one call to its database on
 * nothing that it does has any effect on either side. Requests that are under way at that moment arrive.
 *
 * @param steps calls to the database that it lives for; when there is less to do, it lives
 * @returns whether it died
 */
export async function dieAtWork(test: TestSystem, steps: number, lastOne: Life['lastOne']): Promise<boolean> {
  const { config, clock, database, environment, sandboxes } = test
  const log = pino({ level: 'silent' })
  const store = await database.freshStore(clock, { url: environment.DATABASE_URL ?? '', log })
  const systems = [sandboxes.salesforce, sandboxes.businessCentral]
  const life: Life = {
    left: Number.POSITIVE_INFINITY,
    lastOne,
    die() {
      for (const { faults } of systems) faults.arm({ kind: 'status', status: 503, times: 0 })
    },
  }
  const system = await createSystem(config, { clock, log, store: mortal<Store>(store, life) })
  await system.catalogue.refresh()
  life.left = steps
  try {
    for (const source of system.connectors.flatMap(({ changes }) => changes)) await source.poll?.(system.sink)
    await system.worker.drain()
  } catch (error) {
    if (life.left > 0 || !(error instanceof StoreUnavailable || isPassing(error))) throw error
  }
  // What was begun comes to its end; none of it counts any more.
  const dead = life.left <= 0
  life.left = dead ? 0 : Number.POSITIVE_INFINITY
  await system.worker.run(AbortSignal.abort())
  for (const connector of system.connectors) await connector.close()
  await store.close()
  if (dead) clearTheSky(test)
  return dead
}
