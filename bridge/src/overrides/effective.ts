import type { Flow } from '../engine/define-flow.ts'
import type { FlowSetting } from '../engine/ports.ts'
import { applyOverride } from './apply.ts'
import { bothWays } from './both-ways.ts'
import { checkFlow } from './check.ts'
import {
  calledAs,
  mergeOverrides,
  parseFlowOverride,
  type FlowOverride,
  type Overrides,
  type Problem,
} from './document.ts'
import { nearestName, type Schemas } from './live-schema.ts'

/** A flow with its overrides, and everything that is wrong with it in these systems. */
export interface Effective {
  readonly flow: Flow
  readonly override: FlowOverride
  readonly problems: readonly Problem[]
}

/**
 * Every flow with its overrides.
 *
 * @param layers of one flow, the later ones win rule by rule
 * @param hasRun flows that were ever switched on
 */
export function effective(
  flows: readonly Flow[],
  layers: (flow: string) => readonly (FlowOverride | undefined)[],
  schemas: Schemas,
  hasRun: ReadonlySet<string> = new Set(),
): readonly Effective[] {
  const overrides = new Map(flows.map(({ name }) => [name, mergeOverrides(...layers(name))]))
  const overrideFor = (name: string) => overrides.get(name) ?? {}
  const applied = flows.map((flow) => applyOverride(flow, overrideFor(flow.name), schemas, hasRun.has(flow.name)))
  const agreed = bothWays(
    applied.map(({ flow }) => flow),
    overrideFor,
  )
  return agreed.flows.map((flow, index) => ({
    flow,
    override: overrideFor(flow.name),
    problems: [
      ...(applied[index]?.problems ?? []),
      ...agreed.problems.filter((problem) => problem.flow === flow.name),
      ...checkFlow(flow, schemas),
    ].map((problem) => calledAs(problem, overrideFor(flow.name).words)),
  }))
}

/** Overrides of flows that do not exist. */
export function unknownFlows(flows: readonly Flow[], overrides: Overrides): readonly Problem[] {
  const names = flows.map((flow) => flow.name)
  return Object.keys(overrides)
    .filter((name) => !names.includes(name))
    .map((flow) => ({ flow, rule: '', reason: 'There is no such flow.', nearest: nearestName(names, flow) }))
}

const present = <Value>(value: Value | undefined, key: string) => (value === undefined ? {} : { [key]: value })

/** What Setup says of a flow, as an override. */
export function overrideOf(setting: FlowSetting): { override: FlowOverride; problems: readonly Problem[] } {
  const { flow, mapping, enabled, mayCreate, conflict, filter, approvalRule, approvers } = setting
  const { onTargetDeleted, onSourceDeleted, words = {} } = setting
  const approval = approvalRule === undefined ? undefined : { rule: approvalRule, approvers: [...approvers] }
  const { override, problems } = parseFlowOverride(flow, mapping, {
    ...present(enabled, 'enabled'),
    ...present(mayCreate, 'mayCreate'),
    ...present(conflict, 'conflict'),
    ...present(onTargetDeleted, 'onTargetDeleted'),
    ...present(onSourceDeleted, 'onSourceDeleted'),
    ...present(filter, 'filter'),
    ...present(approval, 'approval'),
  })
  const own = Object.entries(words).filter(([rule]) => rule in override)
  return {
    override: own.length === 0 ? override : { ...override, words: Object.fromEntries(own) },
    problems: problems.map((problem) => calledAs(problem, words)),
  }
}
