import type { CompanyRef } from '../mapping/index.ts'
import type { Clock } from './clock.ts'
import type { Flow, Flows } from './define-flow.ts'
import { Misconfigured } from './errors.ts'
import { createHolds } from './holds.ts'
import type { EngineLog } from './log.ts'
import { perform } from './perform.ts'
import type { Connector } from './ports.ts'
import type { Run, RunSummary } from './run.ts'
import { StoreUnavailable, type Job, type Store } from './store.ts'
import { words } from './tell-source.ts'

export interface WorkerOptions {
  readonly store: Store
  readonly flows: Flows
  /** One per system that a flow reads or writes. */
  readonly connectors: readonly Pick<Connector, 'system' | 'reader' | 'writer' | 'notices' | 'below'>[]
  readonly companies: readonly CompanyRef[]
  readonly clock: Clock
  readonly log: EngineLog
  /** Jobs per claim (default 50). */
  readonly batchSize?: number
  /** Flows that run at the same time (default 4). */
  readonly sideBySide?: number
  /** Milliseconds between two looks into an empty queue (default 250). */
  readonly idle?: number
  /** Seconds in which a create whose answer was lost may still take effect (default 30). */
  readonly settleSeconds?: number
  /** Seconds after which a record that still waits for a link is parked (default a day). */
  readonly patienceSeconds?: number
  /** Between 0 and 1, for the jitter of retries (default `Math.random`). */
  readonly random?: () => number
  /** Hears of every run. */
  readonly onRun?: (summary: RunSummary) => void
}

export interface WorkerState {
  readonly running: readonly string[]
  /** Flows that are held back, with the reason and until when (ISO). */
  readonly held: ReadonlyMap<string, { readonly problem: string; readonly until: string }>
}

export interface Worker {
  /** Works until the signal aborts; what runs then is finished first. Rides out a database that is away. */
  run(signal: AbortSignal): Promise<void>
  /** Works until nothing is ready. Throws `StoreUnavailable` when the database is away. */
  drain(): Promise<void>
  /** Flows that have stopped because something is misconfigured, with the reason. */
  paused(): ReadonlyMap<string, string>
  state(): WorkerState
}

/** A bridge that died between its work and the telling has left records that say something old: they run once more. */
async function tellTheUntold(store: Store, flows: readonly Flow[]): Promise<void> {
  const telling = flows.filter((flow) => flow.tellsSource && flow.state === 'on').map((flow) => flow.name)
  await store.jobs.put(await store.standings.untold(telling, words, 1000))
}

const laneOrder = { 'quote-to-cash': 0, catalogue: 1 } as const

export function createWorker(options: WorkerOptions): Worker {
  const { store, flows, connectors, companies, clock, log, onRun } = options
  const {
    batchSize = 50,
    sideBySide = 4,
    idle = 250,
    settleSeconds = 30,
    patienceSeconds = 86_400,
    random = Math.random,
  } = options
  const holds = createHolds(clock, random)
  const running = new Map<string, Promise<void>>()
  const lastTurn = new Map<string, number>()
  let turn = 0
  /** Claimed jobs whose run the database broke off: given back as soon as it answers. */
  let stranded: Job[] = []

  const systemOf = (flow: Flow, side: 'source' | 'target') => {
    const connector = connectors.find((each) => each.system === flow[side].system)
    if (!connector) throw new Error(`No connector for ${flow[side].system}, which the flow ${flow.name} needs.`)
    return connector
  }
  const endsOf = (flow: Flow) => ({ source: systemOf(flow, 'source'), target: systemOf(flow, 'target') })
  flows().forEach(endsOf)

  /** Quote-to-cash first; within a lane whoever had no turn for the longest time. */
  const inTurn = () =>
    flows()
      .filter((flow) => flow.state === 'on' && !running.has(flow.name) && !holds.isHeld(flow.name))
      .sort(
        (a, b) => laneOrder[a.lane] - laneOrder[b.lane] || (lastTurn.get(a.name) ?? 0) - (lastTurn.get(b.name) ?? 0),
      )

  const next = async (): Promise<{ flow: Flow; jobs: readonly Job[] } | undefined> => {
    if (stranded.length > 0) {
      await store.jobs.retry(stranded, new Date(clock.now()).toISOString())
      stranded = []
    }
    const candidates = inTurn()
    const ready = await store.jobs.ready(candidates.map((flow) => flow.name))
    for (const flow of candidates.filter((each) => ready.has(each.name))) {
      const jobs = await store.jobs.claim(flow.name, batchSize)
      if (jobs.length > 0) return { flow, jobs }
    }
    return undefined
  }

  const runBatch = async (flow: Flow, jobs: readonly Job[]) => {
    for (const [id, own] of Map.groupBy(jobs, (job) => job.company)) {
      const company = companies.find((each) => each.id === id)
      if (!company) {
        log.warn(
          { flow: flow.name, company: id, jobs: own.length },
          'jobs of a company that is not configured are dropped',
        )
        await store.jobs.done(own)
        continue
      }
      const run: Run = {
        flow,
        flows: flows(),
        company,
        companies,
        ...endsOf(flow),
        store,
        clock,
        log,
        settleSeconds,
        patienceSeconds,
        random,
      }
      for (const summary of await perform(run, holds, own)) {
        log.info({ ...summary }, 'run')
        onRun?.(summary)
      }
    }
  }

  const begin = (flow: Flow, jobs: readonly Job[]) => {
    lastTurn.set(flow.name, ++turn)
    const work = runBatch(flow, jobs)
      .catch((error: unknown) => {
        stranded.push(...jobs)
        log.error(
          { err: error, flow: flow.name, jobs: jobs.length },
          'a run broke off; its jobs go back into the queue',
        )
        if (!(error instanceof StoreUnavailable))
          holds.hold(flow.name, new Misconfigured(String(error), { advice: 'Report this with the log of the bridge.' }))
      })
      .finally(() => running.delete(flow.name))
    running.set(flow.name, work)
  }

  /** Starts what can be started. False when there was nothing. */
  const fillUp = async (): Promise<boolean> => {
    let began = false
    while (running.size < sideBySide) {
      const work = await next()
      if (!work) return began
      begin(work.flow, work.jobs)
      began = true
    }
    return began
  }

  return {
    async run(signal) {
      await tellTheUntold(store, flows()).catch((error: unknown) => {
        log.warn({ err: error }, 'records that were not told how they stand could not be looked for')
      })
      while (!signal.aborted) {
        try {
          await fillUp()
          await Promise.race([...running.values(), clock.wait(idle, signal)])
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error
          log.warn({ err: error }, 'the database is away; looking again in a second')
          await clock.wait(1000, signal)
        }
      }
      await Promise.all(running.values())
    },

    async drain() {
      for (;;) {
        const busy = running.size
        const began = await fillUp()
        if (running.size > 0) await Promise.race(running.values())
        // A run that ended while the queue was looked at may have asked for more.
        else if (!began && busy === 0) return
      }
    },

    paused: () =>
      new Map(
        [...holds.list()].flatMap(([flow, { error }]) =>
          error instanceof Misconfigured ? [[flow, `${error.message} ${error.advice}`] as const] : [],
        ),
      ),

    state: () => ({
      running: [...running.keys()],
      held: new Map(
        [...holds.list()].map(([flow, { error, until }]) => [
          flow,
          { problem: error.message, until: new Date(until).toISOString() },
        ]),
      ),
    }),
  }
}
