import type { Flow } from '../engine/define-flow.ts'
import type { Connector, FlowSetting } from '../engine/ports.ts'
import type { Store } from '../engine/store.ts'
import { flows } from '../flows/index.ts'
import { createCatalogue } from '../overrides/catalogue.ts'
import type { Overrides, Problem } from '../overrides/document.ts'
import { effective, overrideOf } from '../overrides/effective.ts'
import { liveSchemas } from '../overrides/live-schemas.ts'
import { connect } from '../system.ts'
import { open } from './open.ts'

interface Asked {
  readonly connectors: readonly Connector[]
  readonly store: Store
  readonly log: Parameters<typeof createCatalogue>[0]['log']
}

/** Both systems, for as long as the work takes. */
async function asking<Result>(work: (asked: Asked) => Promise<Result>): Promise<Result> {
  const services = await open({ migrate: true })
  try {
    const { connectors } = await connect(services.config, services)
    try {
      return await work({ connectors, store: services.store, log: services.log })
    } finally {
      await Promise.all(connectors.map((connector) => connector.close()))
    }
  } finally {
    await services.store.close()
  }
}

const nothing = () => Promise.resolve()
const none = () => Promise.resolve([])

/** Whoever only looks says nothing in Setup. */
function looking({ flowSettings, ...connector }: Connector): Connector {
  if (!flowSettings) return connector
  return { ...connector, flowSettings: { announce: nothing, report: nothing, read: () => flowSettings.read() } }
}

/**
 * The flows as a bridge that starts now would run them, and what it would refuse.
 *
 * @throws what the systems, the database or the settings say when they cannot be asked
 */
export async function rulesInForce(
  overrides: Overrides,
): Promise<{ readonly flows: readonly Flow[]; readonly problems: readonly Problem[] }> {
  return asking(async ({ connectors, store, log }) => {
    const catalogue = await createCatalogue({
      defaults: flows,
      overrides,
      connectors: connectors.map(looking),
      store: { ...store, transaction: (work) => work({ ...store, flowRuns: { ...store.flowRuns, begin: none } }) },
      log,
    })
    await catalogue.refresh()
    return { flows: catalogue.flows(), problems: catalogue.problems() }
  })
}

/**
 * Everything that is wrong with the overrides, with what Setup says above them, and with the default rules in these systems.
 * `unasked`: why Setup could not be asked.
 */
export async function checkAll(
  overrides: Overrides,
): Promise<{ readonly problems: readonly Problem[]; readonly unasked: string | undefined }> {
  return asking(async ({ connectors }) => {
    let wanted: readonly FlowSetting[] = []
    let unasked: string | undefined
    try {
      wanted = (await Promise.all(connectors.map(async (each) => (await each.flowSettings?.read()) ?? []))).flat()
    } catch (error) {
      unasked = error instanceof Error ? error.message : String(error)
    }
    const inSetup = new Map(wanted.map((setting) => [setting.flow, overrideOf(setting)]))
    const layers = (name: string) => [overrides[name], inSetup.get(name)?.override]
    // Default rules are checked too: a field may be missing in this org or tenant.
    const schemas = await liveSchemas(flows, connectors, [...flows.flatMap(({ name }) => layers(name)), { map: {} }])
    const problems = [
      ...[...inSetup.values()].flatMap((parsed) => parsed.problems),
      ...effective(flows, layers, schemas).flatMap((each) => each.problems),
    ]
    return { problems, unasked }
  })
}
