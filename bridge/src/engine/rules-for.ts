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

const pick = (flow: Flow, filled: FieldValues, keep: (rule: AnyRule, value: unknown) => boolean): FieldValues =>
  Object.fromEntries(
    Object.entries(filled).filter(([field, value]) => {
      const rule = flow.map[field]
      return rule !== undefined && keep(rule, value)
    }),
  )

/** What an update writes. */
export function fieldsToUpdate(flow: Flow, filled: FieldValues): FieldValues {
  return pick(flow, filled, (rule) => rule.onCreateOnly !== true && rule.matchOnly !== true)
}

/** A field that was emptied is as one that was never filled: from then on it is the target system's own. */
const isEmptied = (rule: AnyRule, value: unknown) => rule.whenEmptied !== undefined && rule.whenEmptied === value

/** What tells whether there is anything to write, and what is approved: the same before and after something was taken back. */
export function fieldsToCompare(flow: Flow, filled: FieldValues): FieldValues {
  return pick(flow, fieldsToUpdate(flow, filled), (rule, value) => rule.stampOnly !== true && !isEmptied(rule, value))
}

/** What we have to remember of a write, to take it back one day. */
export function fieldsToTakeBack(flow: Flow, filled: FieldValues): FieldValues {
  return pick(flow, filled, (rule, value) => rule.whenEmptied !== undefined && !isEmptied(rule, value))
}

/** What we wrote and the rules fill no longer, with what is to be written in its place. */
export function takenBack(flow: Flow, filled: FieldValues, wrote: FieldValues): FieldValues {
  const emptied = Object.keys(wrote).filter((name) => filled[name] === undefined)
  return Object.fromEntries(
    emptied.flatMap((name) => {
      const instead = flow.map[name]?.whenEmptied
      return instead === undefined ? [] : [[name, instead]]
    }),
  )
}

/** What a create writes: the reference too. */
export function fieldsToCreate(flow: Flow, filled: FieldValues): FieldValues {
  const fields = pick(flow, filled, (rule) => rule.matchOnly !== true)
  return flow.reference ? { ...fields, [flow.reference.field]: filled[flow.reference.field] } : fields
}
