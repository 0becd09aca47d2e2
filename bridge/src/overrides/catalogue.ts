import type { Flow, Flows } from '../engine/define-flow.ts'
import { Misconfigured } from '../engine/errors.ts'
import type { EngineLog } from '../engine/log.ts'
import type { Connector, FlowSetting, LiveSchema } from '../engine/ports.ts'
import { DoesNotFit } from '../mapping/index.ts'
import { applyOverride } from './apply.ts'
import { checkFlow } from './check.ts'
import {
  mergeOverrides,
  parseFlowOverride,
  problemText,
  type FlowOverride,
  type Overrides,
  type Problem,
} from './document.ts'
import { compileExpression } from './expression.ts'
import { nearestName, type Schemas } from './live-schema.ts'

type Described = Pick<Connector, 'system' | 'schema' | 'flowSettings'>

/** The flows as they are at this moment, and how admins change them. */
export interface Catalogue {
  readonly flows: Flows
  /** What is wrong now, flow by flow. */
  problems(): readonly Problem[]
  /** Makes sure that Setup shows every flow. */
  announce(): Promise<void>
  /**
   * Takes over what admins have set since. A setting with a mistake is not taken: its flow goes on as it was, or is paused
   * when it never ran with settings that were right; the reason stands in Setup.
   */
  refresh(): Promise<void>
}

/** Fields of parents, `Owner.Alias`, that an override reads of a record or of its lines. */
function pathsOf(
  { map = {}, lines = {}, filter, approval }: FlowOverride,
  lists: readonly string[],
): readonly string[] {
  const rules = [map, ...Object.values(lines)].flatMap((each) => Object.values(each))
  const reads = rules.flatMap((rule) => {
    if (rule === 'remove') return []
    return [...(rule.from === undefined ? [] : [rule.from]), ...readsOfExpression(rule.expression)]
  })
  return [...reads, ...readsOfExpression(filter, lists), ...readsOfExpression(approval?.rule, lists)].filter((name) =>
    name.includes('.'),
  )
}

function readsOfExpression(text: string | undefined, lists: readonly string[] = []): readonly string[] {
  if (text === undefined) return []
  try {
    const { reads, lines, loose } = compileExpression(text, lists)
    return [...reads, ...loose, ...[...lines.values()].flatMap((names) => [...names])]
  } catch {
    // Told where the expression is used.
    return []
  }
}

/** Stands for a rule that cannot be read: nothing goes on as if there were none. */
const untold: NonNullable<Flow['approval']> = {
  needed: () => Promise.reject(new DoesNotFit('the settings of the flow are refused')),
  approvers: [],
  reads: [],
}

/** What both systems say of the entities of the flows. */
export async function liveSchemas(
  flows: readonly Flow[],
  connectors: readonly Described[],
  overrides: readonly (FlowOverride | undefined)[],
): Promise<Schemas> {
  // Switches alone change no rule: then nobody is asked.
  const rules = overrides.filter((each) => each?.map ?? each?.lines ?? each?.filter ?? each?.approval)
  if (rules.length === 0) return () => undefined
  const lists = flows.flatMap(({ source }) => Object.keys(source.fields).filter((name) => source.fields[name]?.lines))
  const paths = [...new Set(overrides.flatMap((override) => (override ? pathsOf(override, lists) : [])))]
  const found = new Map<string, LiveSchema>()
  const entities = flows.flatMap(({ source, target }) =>
    [source, target].flatMap((entity) => [
      entity,
      ...Object.values(entity.fields).flatMap((field) => (field.lines ? [field.lines] : [])),
    ]),
  )
  const keyOf = ({ system, name }: { system: string; name: string }) => `${system} ${name}`
  for (const [key, [entity]] of Map.groupBy(entities, keyOf)) {
    if (!entity) continue
    const connector = connectors.find((each) => each.system === entity.system)
    const schema = await connector?.schema?.(entity, paths)
    if (schema) found.set(key, schema)
  }
  return (entity) => found.get(keyOf(entity))
}

/** A flow with its overrides, and everything that is wrong with it in these systems. */
export function effective(
  flow: Flow,
  overrides: readonly (FlowOverride | undefined)[],
  schemas: Schemas,
): { flow: Flow; problems: readonly Problem[] } {
  const applied = applyOverride(flow, mergeOverrides(...overrides), schemas)
  return { flow: applied.flow, problems: [...applied.problems, ...checkFlow(applied.flow, schemas)] }
}

/** Overrides of flows that do not exist. */
export function unknownFlows(flows: readonly Flow[], overrides: Overrides): readonly Problem[] {
  const names = flows.map((flow) => flow.name)
  return Object.keys(overrides)
    .filter((name) => !names.includes(name))
    .map((flow) => ({ flow, rule: '', reason: 'There is no such flow.', nearest: nearestName(names, flow) }))
}

const present = <Value>(value: Value | undefined, key: string) => (value === undefined ? {} : { [key]: value })

function overrideOf(setting: FlowSetting): { override: FlowOverride; problems: readonly Problem[] } {
  const { flow, mapping, enabled, mayCreate, conflict, filter, approvalRule, approvers } = setting
  const approval = approvalRule === undefined ? undefined : { rule: approvalRule, approvers: [...approvers] }
  return parseFlowOverride(flow, mapping, {
    ...present(enabled, 'enabled'),
    ...present(mayCreate, 'mayCreate'),
    ...present(conflict, 'conflict'),
    ...present(filter, 'filter'),
    ...present(approval, 'approval'),
  })
}

export interface CatalogueOptions {
  readonly defaults: readonly Flow[]
  /** The override file. */
  readonly overrides: Overrides
  readonly connectors: readonly Described[]
  readonly log: EngineLog
}

/**
 * @throws Misconfigured when the override file or a default mapping does not fit these systems: nothing has been written then
 */
export async function createCatalogue({ defaults, overrides, connectors, log }: CatalogueOptions): Promise<Catalogue> {
  const settings = connectors.flatMap((connector) => connector.flowSettings ?? [])
  const inFile = Object.values(overrides)
  const atStart = await liveSchemas(defaults, connectors, inFile)
  const base = defaults.map((flow) => effective(flow, [overrides[flow.name]], atStart))
  const wrong = [...unknownFlows(defaults, overrides), ...base.flatMap((each) => each.problems)]
  if (wrong.length > 0) {
    throw new Misconfigured(`The mappings do not fit: ${wrong.map(problemText).join(' ')}`, {
      advice: 'Correct the override file or the fields; `bridge mappings check` shows all of it.',
    })
  }
  let current: readonly Flow[] = base.map((each) => each.flow)
  let problems: readonly Problem[] = []
  /** Flows that have run with settings that were right. */
  const proven = new Set<string>()
  /** What was taken over last, as text: unchanged settings cost no call for schemas. */
  let taken = ''

  const take = async (wanted: readonly FlowSetting[]) => {
    const asked = new Map(wanted.map((setting) => [setting.flow, overrideOf(setting)]))
    const overridden = [...asked.values()].map((each) => each.override)
    const schemas = await liveSchemas(defaults, connectors, [...inFile, ...overridden])
    const found: Problem[] = []
    current = defaults.map((flow) => {
      const parsed = asked.get(flow.name) ?? { override: {}, problems: [] }
      const result = effective(flow, [overrides[flow.name], parsed.override], schemas)
      const mistakes = [...parsed.problems, ...result.problems]
      if (mistakes.length === 0) {
        proven.add(flow.name)
        return result.flow
      }
      found.push(...mistakes)
      const before = current.find((each) => each.name === flow.name) ?? flow
      if (proven.has(flow.name)) return before
      const approval = wanted.find((setting) => setting.flow === flow.name)?.approvalRule
      return {
        ...before,
        state: before.state === 'off' ? 'off' : 'paused',
        approval: approval === undefined ? before.approval : untold,
      }
    })
    problems = found
    for (const problem of found) log.warn({ flow: problem.flow }, `settings refused: ${problemText(problem)}`)
    for (const each of settings) {
      await each.report(
        wanted.map(({ flow }) => {
          const own = found.filter((problem) => problem.flow === flow)
          return { flow, problem: own.length === 0 ? undefined : own.map(problemText).join('\n') }
        }),
      )
    }
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
      const text = JSON.stringify(wanted)
      if (text === taken) return
      await take(wanted)
      taken = text
    },
  }
}
