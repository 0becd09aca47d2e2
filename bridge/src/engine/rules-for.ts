import type { Rule, Stage } from '../mapping/index.ts'
import type { Flow, SourceFields } from './define-flow.ts'
import type { FieldValues } from './ports.ts'

type AnyRule = Rule<SourceFields, unknown>

/** The rules that matter for a record: one that has a partner is neither looked for nor created. */
export function rulesFor(
  flow: Flow,
  { partner, stage }: { readonly partner: string | undefined; readonly stage?: Stage | undefined },
): [string, AnyRule][] {
  const rules = Object.entries(flow.map).filter(([, rule]) => rule.stage === undefined || rule.stage === stage)
  if (partner !== undefined) return rules.filter(([, rule]) => rule.onCreateOnly !== true && rule.matchOnly !== true)
  // The reference is looked up before the create and must stand on what is created.
  return flow.reference ? [...rules, [flow.reference.field, flow.reference.rule]] : rules
}

const pick = (flow: Flow, filled: FieldValues, keep: (rule: AnyRule) => boolean): FieldValues =>
  Object.fromEntries(
    Object.entries(filled).filter(([field]) => {
      const rule = flow.map[field]
      return rule !== undefined && keep(rule)
    }),
  )

/** What an update writes. */
export function fieldsToUpdate(flow: Flow, filled: FieldValues): FieldValues {
  return pick(flow, filled, (rule) => rule.onCreateOnly !== true && rule.matchOnly !== true)
}

/** What tells whether there is anything to write. */
export function fieldsToCompare(flow: Flow, filled: FieldValues): FieldValues {
  return pick(flow, fieldsToUpdate(flow, filled), (rule) => rule.stampOnly !== true)
}

/** What a create writes: the reference too. */
export function fieldsToCreate(flow: Flow, filled: FieldValues): FieldValues {
  const fields = pick(flow, filled, (rule) => rule.matchOnly !== true)
  return flow.reference ? { ...fields, [flow.reference.field]: filled[flow.reference.field] } : fields
}
