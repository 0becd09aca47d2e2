import type { Since } from '../engine/desk-ports.ts'
import { flows } from '../flows/index.ts'
import { createSystem, type System } from '../system.ts'
import { firstSettings } from '../overrides/keep-fresh.ts'
import { open } from './open.ts'
import { BadUsage, flowNames, instantOf } from './usage.ts'

/** Jobs for everything that has changed; returns how many. */
async function queue(
  { companies, store }: System,
  flow: (typeof flows)[number],
  changedSince: Since,
  since: string | undefined,
): Promise<number> {
  let found = 0
  // A system without companies tells the same records for every one of them.
  const once = !flow.source.perCompany
  for (const company of once ? companies.slice(0, 1) : companies) {
    for await (const records of changedSince(flow.source, company, since)) {
      const of = once ? companies : [company]
      await store.jobs.put(of.flatMap(({ id }) => records.map((record) => ({ flow: flow.name, company: id, record }))))
      found += records.length
    }
  }
  return found
}

/**
 * `bridge sync <flow>`: looks at everything that has changed since an instant (left out: at all there is) and works it off, with
 * all that follows from it. May run beside a bridge: they share the work.
 *
 * @throws BadUsage
 */
export async function sync(name: string, { json, since }: { json: boolean; since?: string }): Promise<number> {
  if (!flows.some((each) => each.name === name)) throw new BadUsage(flowNames(name))
  const from = since === undefined ? undefined : instantOf('--since', since)
  const services = await open({ migrate: true })
  const { config, clock, log, store } = services
  let system: System | undefined
  try {
    system = await createSystem(config, services)
    await firstSettings(system.catalogue, { clock, log }, new AbortController().signal)
    const flow = system.catalogue.flows().find((each) => each.name === name)
    if (!flow) throw new Error(flowNames(name))
    if (flow.state !== 'on') throw new Error(`The flow ${name} is switched off: switch it on in Setup first.`)
    const changedSince = system.connectors.find((each) => each.system === flow.source.system)?.since
    if (!changedSince) throw new Error(`${flow.source.systemName} cannot tell what has changed since.`)
    const before = await store.audit.counts()
    const found = await queue(system, flow, changedSince, from)
    if (!json) console.log(`${found} records of ${flow.source.label} to look at.`)
    const progress = setInterval(() => {
      void store.jobs.counts().then((counts) => {
        const { ready = 0, running = 0 } = counts.get(name) ?? {}
        if (!json) console.log(`${ready + running} to go …`)
      })
    }, 5000)
    await system.worker.drain().finally(() => clearInterval(progress))
    const counted = (await store.audit.counts()).filter((each) => each.flow === name)
    const outcomes = counted.flatMap(({ outcome, count }) => {
      const more = count - (before.find((each) => each.flow === name && each.outcome === outcome)?.count ?? 0)
      return more > 0 ? [[outcome, more] as const] : []
    })
    const left = (await store.jobs.counts()).get(name)
    const postponed = (left?.ready ?? 0) + (left?.running ?? 0) + (left?.postponed ?? 0)
    const paused = system.worker.paused().get(name)
    if (json) {
      console.log(
        JSON.stringify({
          flow: name,
          found,
          outcomes: Object.fromEntries(outcomes),
          postponed,
          ...(paused === undefined ? {} : { paused }),
        }),
      )
    } else {
      console.log(outcomes.map(([outcome, count]) => `${outcome} ${count}`).join(', ') || 'Nothing to do.')
      if (postponed > 0) console.log(`${postponed} are tried again later by the running bridge.`)
      if (paused !== undefined) console.log(`The flow is held back: ${paused}`)
    }
    return paused === undefined && !outcomes.some(([outcome]) => outcome === 'failed') ? 0 : 1
  } finally {
    if (system) await system.close()
    else await store.close()
  }
}
