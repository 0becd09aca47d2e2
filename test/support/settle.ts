import type { ChangeSink, ChangeSource } from '../../bridge/src/engine/ports.ts'
import type { Worker } from '../../bridge/src/engine/worker.ts'

/** What `settle` needs of a bridge. */
export interface Settling {
  readonly connectors: readonly { readonly changes: readonly ChangeSource[] }[]
  readonly sink: ChangeSink
  readonly worker: Pick<Worker, 'drain'>
}

/** Lets the bridge hear and do everything there is: looks for changes and works, until a round brings no change. */
export async function settle({ connectors, sink, worker }: Settling): Promise<void> {
  const sources = connectors.flatMap((connector) => connector.changes)
  for (let round = 0; round < 20; round++) {
    let heard = 0
    for (const source of sources) heard += (await source.poll?.(sink)) ?? 0
    await worker.drain()
    if (heard === 0) return
  }
  throw new Error('The two systems do not come to rest: twenty rounds, and there are still changes.')
}
