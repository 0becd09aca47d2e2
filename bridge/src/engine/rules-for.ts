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

/** What we have to remember of a write, to take it back one day. */
export function fieldsToTakeBack(flow: Flow, filled: FieldValues): FieldValues {
  return pick(flow, filled, (rule) => rule.whenEmptied !== undefined)
}

/** What we wrote and the rules fill no longer, with what is to be written in its place. */
export function takenBack(flow: Flow, filled: FieldValues, wrote: FieldValues): FieldValues {
  const emptied = Object.entries(wrote).filter(([name, value]) => value !== null && filled[name] === undefined)
  return Object.fromEntries(
    emptied.flatMap(([name, value]) => {
      const instead = flow.map[name]?.whenEmptied
      return instead === undefined || instead === value ? [] : [[name, instead]]
    }),
  )
}

/** What a create writes: the reference too. */
export function fieldsToCreate(flow: Flow, filled: FieldValues): FieldValues {
  const fields = pick(flow, filled, (rule) => rule.matchOnly !== true)
  return flow.reference ? { ...fields, [flow.reference.field]: filled[flow.reference.field] } : fields
}
