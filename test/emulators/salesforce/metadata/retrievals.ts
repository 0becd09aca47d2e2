import type { VirtualClock } from '../../kit/clock.ts'
import type { IdSource } from '../ids.ts'
import type { Switches } from '../switches.ts'
import type { Components } from './component.ts'
import { retrieve, type Retrieved, type RetrieveRequest } from './retrieve.ts'

export interface Retrievals {
  /** Takes a request and answers at once; the work is done after `deploySeconds` of the clock. */
  start(request: RetrieveRequest): string
  /** Undefined = there is no such retrieve, `pending` = it is not done. */
  result(id: string): Retrieved | 'pending' | undefined
  clear(): void
}

/** What is retrieved is the org's metadata when the work is done. */
export function createRetrievals(world: {
  ids: IdSource
  clock: VirtualClock
  switches: Pick<Switches, 'deploySeconds'>
  components: () => Components
}): Retrievals {
  const { ids, clock, switches, components } = world
  const jobs = new Map<string, Retrieved | 'pending'>()
  return {
    start(request) {
      const id = ids.next('09S')
      jobs.set(id, 'pending')
      const work = (): void => {
        if (jobs.has(id)) jobs.set(id, retrieve(request, components()))
      }
      if (switches.deploySeconds === 0) work()
      else clock.after(switches.deploySeconds * 1000, work)
      return id
    },
    result: (id) => jobs.get(id),
    clear: () => jobs.clear(),
  }
}
