import type { ChangeSink, ChangeSource } from '../../bridge/src/engine/ports.ts'
import type { Worker } from '../../bridge/src/engine/worker.ts'
import type { Sandboxes } from '../emulators/start.ts'

/** What `settle` needs of a bridge. */
export interface Settling {
  readonly connectors: readonly { readonly changes: readonly ChangeSource[] }[]
  readonly sink: ChangeSink
  readonly worker: Pick<Worker, 'drain'>
}

/** Tells, whenever it is asked, whether anything was written to either system since it was asked last. */
function listening({ salesforce, businessCentral }: Pick<Sandboxes, 'salesforce' | 'businessCentral'>): () => boolean {
  const journals = [salesforce.journal, businessCentral.journal]
  let marks = journals.map((journal) => journal.mark())
  return () => {
    const wrote = journals.some((journal, index) => journal.calls(marks[index]).some((call) => call.write))
    marks = journals.map((journal) => journal.mark())
    return wrote
  }
}

/**
 * Lets the bridge hear and do everything there is: looks for changes and works, until a round brings no change, or none that
 * it answered with a write: there is nothing new to hear then.
 */
export async function settle(
  { connectors, sink, worker }: Settling,
  sandboxes: Pick<Sandboxes, 'salesforce' | 'businessCentral'>,
): Promise<void> {
  const sources = connectors.flatMap((connector) => connector.changes)
  const wrote = listening(sandboxes)
  for (let round = 0; round < 20; round++) {
    let heard = 0
    for (const source of sources) heard += (await source.poll?.(sink)) ?? 0
    await worker.drain()
    if (!wrote() || heard === 0) return
  }
  throw new Error('The two systems do not come to rest: twenty rounds, and there are still changes.')
}

/**
 * Looks at every source once more when everything has come to rest: none has anything new then. One that never stops talking (a
 * cursor that does not move) would cost calls for ever, and no difference on either side would tell.
 *
 * @returns what each of them says that it has heard; empty when all are silent
 */
export async function stillTalking({ connectors, sink }: Omit<Settling, 'worker'>): Promise<readonly string[]> {
  const said: string[] = []
  for (const source of connectors.flatMap(({ changes }) => changes)) {
    const heard = (await source.poll?.(sink)) ?? 0
    if (heard > 0) said.push(`${source.name}: ${heard} changes`)
  }
  return said
}
