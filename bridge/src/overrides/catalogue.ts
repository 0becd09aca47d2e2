import type { Flow, Flows } from '../engine/define-flow.ts'
import { Misconfigured } from '../engine/errors.ts'
import type { EngineLog } from '../engine/log.ts'
import type { Connector, FlowReport, FlowSetting } from '../engine/ports.ts'
import { scopeUntold } from '../engine/scope.ts'
import type { FlowFigures, Store, Tables } from '../engine/store.ts'
import { DoesNotFit } from '../mapping/index.ts'
import { leftOut } from './apply.ts'
import { problemText, type FlowOverride, type Overrides, type Problem } from './document.ts'
import { effective, overrideOf, unknownFlows } from './effective.ts'
import { liveSchemas } from './live-schemas.ts'

type Described = Pick<Connector, 'system' | 'schema' | 'flowSettings'>

/** What the bridge knows of the work of the flows. */
export interface Work {
  /** Flows that are held back, each with the reason. */
  readonly held: ReadonlyMap<string, string>
  /** When each flow ran last (ISO), as far as this bridge has run it. */
  readonly ran: ReadonlyMap<string, string>
  readonly figures: ReadonlyMap<string, FlowFigures>
}

/** Rules that have changed, and how many records were written by the rules before. */
export interface Unreached {
  readonly flow: string
  readonly records: number
}

/** The flows as they are at this moment, and how admins change them. */
export interface Catalogue {
  readonly flows: Flows
  /** What is wrong now, flow by flow. */
  problems(): readonly Problem[]
  /** Makes sure that Setup shows every flow. */
  announce(): Promise<void>
  /**
   * Takes over what admins have set since. A setting with a mistake is not taken: its flow goes on as it was, or is paused
   * when it never ran with settings that were right; the reason stands in Setup. Records that a filter has left out are looked
   * at again when there is another one; what is linked meets changed rules as it changes.
   */
  refresh(): Promise<void>
  /** Flows whose rules have changed while the bridge runs, since this was asked last. */
  unreached(): Promise<readonly Unreached[]>
  /** Says in Setup how the flows stand; what stands there already costs no write. */
  report(work: Work): Promise<void>
}

/** Stands for a rule that cannot be read: nothing goes on as if there were none. */
const untold: NonNullable<Flow['approval']> = {
  needed: () => Promise.reject(new DoesNotFit('the settings of the flow are refused')),
  approvers: [],
  reads: [],
}

export interface CatalogueOptions {
  readonly defaults: readonly Flow[]
  /** The override file. */
  readonly overrides: Overrides
  readonly connectors: readonly Described[]
  readonly store: Pick<Store, 'flowRuns' | 'transaction'>
  readonly log: EngineLog
}

/** Jobs that are put at once. */
const slice = 1000

/** Looks again at the records of a flow that are left out for this reason, or of which nobody could tell. */
async function putAgain({ flowRuns, jobs }: Pick<Tables, 'flowRuns' | 'jobs'>, flow: string, reason: string) {
  const records = await flowRuns.saying(flow, [reason, scopeUntold])
  for (let from = 0; from < records.length; from += slice) await jobs.put(records.slice(from, from + slice))
}

/** What a flow that is refused goes on as. */
function asBefore(before: Flow, isProven: boolean, hasRun: boolean, setting: FlowSetting | undefined): Flow {
  if (isProven) return before
  const isOff = before.state === 'off' || (setting?.enabled === false && !hasRun)
  return {
    ...before,
    state: isOff ? 'off' : 'paused',
    approval: setting?.approvalRule === undefined ? before.approval : untold,
  }
}

const rulesOf = ({ map, lines, filter }: FlowOverride) => JSON.stringify([map, lines, filter])

/**
 * @throws Misconfigured when the override file or a default mapping does not fit these systems: nothing has been written then
 */
export async function createCatalogue({
  defaults,
  overrides,
  connectors,
  store,
  log,
}: CatalogueOptions): Promise<Catalogue> {
  const settings = connectors.flatMap((connector) => connector.flowSettings ?? [])
  const inFile = Object.values(overrides)
  const atStart = await liveSchemas(defaults, connectors, inFile)
  const base = effective(defaults, (name) => [overrides[name]], atStart, await store.flowRuns.begun())
  const wrong = [...unknownFlows(defaults, overrides), ...base.flatMap((each) => each.problems)]
  if (wrong.length > 0) {
    throw new Misconfigured(`The mappings do not fit: ${wrong.map(problemText).join(' ')}`, {
      advice: 'Correct the override file or the fields; `bridge mappings check` shows all of it.',
    })
  }
  let current: readonly Flow[] = base.map((each) => each.flow)
  let problems: readonly Problem[] = []
  /** Flows that have run with settings that were right, each with those. */
  const proven = new Map<string, FlowOverride>()
  const changed = new Set<string>()
  /** Flows with another filter than before, each with that one, until what it has left out is queued. */
  const filtered = new Map<string, string | undefined>()
  /** What their runs under way at that moment leave out is seen to at the next look. */
  const underWay = new Map<string, string | undefined>()
  /** What was taken over last, as text: unchanged settings cost no call for schemas. */
  let taken = ''
  let shown: readonly string[] = []
  let work: Work | undefined

  const reportOf = ({ name, state }: Flow): FlowReport => {
    const own = problems.filter((problem) => problem.flow === name)
    const held = work?.held.get(name)
    const standing = state === 'on' ? (held === undefined ? 'running' : 'held') : state
    return {
      flow: name,
      status: own.length > 0 ? 'refused' : standing,
      problem: own.length > 0 ? own.map(problemText).join('\n') : held,
      figures: work && (work.figures.get(name) ?? { backlog: 0, waiting: 0, parked: 0 }),
      lastRun: work?.ran.get(name),
    }
  }
  const tell = async () => {
    const reports = current.filter(({ name }) => shown.includes(name)).map(reportOf)
    for (const each of settings) await each.report(reports)
  }

  /**
   * Remembers what is on from now on, and looks again at what another filter has left out. Whole or not at all: what is not queued
   * when the new filter is remembered would be left out for good.
   */
  const begin = async (flows: readonly Flow[]) => {
    const on = flows.filter(({ state }) => state === 'on').map(({ name }) => name)
    const again = on.filter((name) => filtered.has(name))
    await store.transaction(async ({ flowRuns, jobs }) => {
      const others = await flowRuns.begin(on.map((flow) => ({ flow, filter: proven.get(flow)?.filter ?? '' })))
      // Another bridge may have left out by the old filter what this one was first to put.
      for (const flow of new Set([...others, ...again])) {
        await putAgain({ flowRuns, jobs }, flow, leftOut)
      }
    })
    for (const name of again) {
      underWay.set(name, filtered.get(name))
      filtered.delete(name)
    }
  }
  const seeToUnderWay = async () => {
    for (const [flow, filter] of underWay) {
      await store.transaction((tables) =>
        putAgain(tables, flow, filter === undefined ? scopeUntold : `${leftOut}: ${filter}`),
      )
      underWay.delete(flow)
    }
  }

  const take = async (wanted: readonly FlowSetting[]) => {
    const asked = new Map(wanted.map((setting) => [setting.flow, overrideOf(setting)]))
    const overridden = [...asked.values()].map((each) => each.override)
    const schemas = await liveSchemas(defaults, connectors, [...inFile, ...overridden])
    const hasRun = await store.flowRuns.begun()
    const refused = new Map<string, readonly Problem[]>(
      [...asked].flatMap(([name, parsed]) => (parsed.problems.length > 0 ? [[name, parsed.problems]] : [])),
    )
    const layers = (name: string) =>
      refused.has(name) ? [proven.get(name) ?? overrides[name]] : [overrides[name], asked.get(name)?.override]
    // Whoever is refused goes on as it was: what another flow says has to fit that.
    let all = effective(defaults, layers, schemas, hasRun)
    const wrongNow = () => all.filter(({ flow, problems: own }) => own.length > 0 && !refused.has(flow.name))
    for (let some = wrongNow(); some.length > 0; some = wrongNow()) {
      for (const { flow, problems: own } of some) refused.set(flow.name, own)
      all = effective(defaults, layers, schemas, hasRun)
    }
    const next = all.map(({ flow, override }) => {
      const { name } = flow
      if (refused.has(name)) {
        const before = current.find((each) => each.name === name) ?? flow
        const setting = wanted.find((each) => each.flow === name)
        return asBefore(before, proven.has(name), hasRun.has(name), setting)
      }
      const before = proven.get(name)
      if (before !== undefined && rulesOf(before) !== rulesOf(override)) changed.add(name)
      if (before !== undefined && before.filter !== override.filter) filtered.set(name, before.filter)
      proven.set(name, override)
      return flow
    })
    current = next
    problems = [...refused.values()].flat()
    for (const problem of problems) log.warn({ flow: problem.flow }, `settings refused: ${problemText(problem)}`)
    await begin(next.filter(({ name }) => !refused.has(name)))
  }

  return {
    flows: () => current,
    problems: () => problems,
    async announce() {
      for (const each of settings) {
        await each.announce(
          // With the switches of the override file: what stands here first is obeyed from then on.
          base.map(({ flow: { name, says, source, target, state } }) => ({
            flow: name,
            says,
            source: source.label,
            target: target.label,
            towards: target.system,
            enabled: state === 'on',
          })),
        )
      }
    },
    async refresh() {
      if (settings.length === 0) return
      const wanted = (await Promise.all(settings.map((each) => each.read()))).flat()
      shown = wanted.map(({ flow }) => flow)
      const text = JSON.stringify(wanted)
      await seeToUnderWay()
      if (text === taken) return
      await take(wanted)
      taken = text
      await tell()
    },
    async unreached() {
      const names = [...changed]
      changed.clear()
      const counted = await Promise.all(
        names.map(async (flow) => ({ flow, records: await store.flowRuns.written(flow) })),
      )
      return counted.filter(({ records }) => records > 0)
    },
    async report(known) {
      work = known
      await tell()
    },
  }
}
