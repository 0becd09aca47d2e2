import type { Clock } from '../engine/clock.ts'
import type { RunSummary } from '../engine/run.ts'
import type { Store } from '../engine/store.ts'
import type { Worker } from '../engine/worker.ts'
import type { Work } from './catalogue.ts'

/** Keeps in mind when the flows ran, for what Setup says of them. */
export interface Watch {
  /** For the worker: a flow has just run. */
  readonly heard: (run: Pick<RunSummary, 'flow'>) => void
  work(worker: Pick<Worker, 'state' | 'paused'>): Promise<Work>
}

export function createWatch({
  store,
  clock,
}: {
  readonly store: Pick<Store, 'flowRuns'>
  readonly clock: Pick<Clock, 'now'>
}): Watch {
  const ran = new Map<string, string>()
  return {
    heard({ flow }) {
      ran.set(flow, new Date(clock.now()).toISOString())
    },
    async work(worker) {
      const inFull = worker.paused()
      const held = [...worker.state().held].map(([flow, { problem }]) => [flow, inFull.get(flow) ?? problem] as const)
      return { held: new Map(held), ran, figures: await store.flowRuns.figures() }
    },
  }
}
