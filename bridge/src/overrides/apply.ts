import { readsOf, type DeletionPolicy, type Flow, type SourceFields } from '../engine/define-flow.ts'
import type { Entity, Field } from '../engine/entity.ts'
import { DoesNotFit, lines as linesRule, type Rule } from '../mapping/index.ts'
import type { FlowOverride, Problem, RuleOverride } from './document.ts'
import { BadExpression } from './expression.ts'
import { fits, nearestName, type Schemas } from './live-schema.ts'
import { readExpression } from './read-expression.ts'
import { nothingInConflict, refusals, refusalsOfLines, type Refusal } from './refusals.ts'
import { ruleOf } from './rule-of.ts'
import { fieldNamed, noField, side, widened, type Mapping } from './side.ts'

type AnyRule = Rule<SourceFields, unknown>
type Rules = Readonly<Record<string, AnyRule>>

/** Whether every field that a new rule reads exists and can fill the target. */
function readable(
  mapping: Mapping,
  rule: string,
  change: Exclude<RuleOverride, 'remove'>,
  made: AnyRule,
  to: Field,
): boolean {
  const { flow, at, source, problems } = mapping
  let fine = true
  const names = change.expression === undefined ? [change.from].filter((name) => name !== undefined) : made.reads
  for (const name of names) {
    const found = fieldNamed(source, name)
    if (!found) {
      noField(mapping, rule, source, name)
      fine = false
    } else if (change.from !== undefined && !fits(found.field.kind, to.kind)) {
      const reason = `${name} is a ${found.field.kind} and cannot fill a ${to.kind}; use an expression.`
      problems.push({ flow, rule: `${at}.${rule}`, reason })
      fine = false
    }
  }
  return fine
}

function changeRules(
  mapping: Mapping,
  rules: Rules,
  changes: Readonly<Record<string, RuleOverride>>,
  refusal: Refusal,
): Rules {
  const { flow, at, target, problems } = mapping
  const next: Record<string, AnyRule> = { ...rules }
  for (const [name, change] of Object.entries(changes)) {
    const problem = (reason: string) => problems.push({ flow, rule: `${at}.${name}`, reason })
    const before = rules[name]
    if (change === 'remove') {
      const refused = refusal(name, change, { live: target.schema?.fields.get(name) })
      if (refused !== undefined) problem(refused)
      else if (before) Reflect.deleteProperty(next, name)
      else
        problems.push({
          flow,
          rule: `${at}.${name}`,
          reason: 'There is no such rule to remove.',
          nearest: nearestName(Object.keys(rules), name),
        })
      continue
    }
    const found = fieldNamed(target, name)
    if (!found) {
      noField(mapping, name, target, name)
      continue
    }
    const { field, live } = found
    if (field.kind === 'lines') {
      problem('It holds the lines of the document: change their rules under lines.')
      continue
    }
    const onCreate = change.onCreate ?? before?.onCreateOnly ?? false
    if (live && !live.creatable && !live.updatable) problem(`${name} cannot be written: the system itself fills it.`)
    else if (live && !live.updatable && !onCreate)
      problem(`${name} can be set only when the record is created: add onCreate: true.`)
    try {
      const rule = ruleOf(change, { field, required: live?.required ?? field.required, before })
      if (!rule)
        problem(
          'It only has options, and there is no default rule that they could change: give from, constant or expression.',
        )
      else {
        const refused = refusal(name, change, { live, made: rule })
        if (refused !== undefined) problem(refused)
        else if (readable(mapping, name, change, rule, field)) next[name] = rule
      }
    } catch (error) {
      if (error instanceof BadExpression) problem(`The expression cannot be used: ${error.message}.`)
      else if (error instanceof DoesNotFit) problem(`${error.message}.`)
      else throw error
    }
  }
  return next
}

/** Where there are no lines to read (the order is gone), the default rule has its own way of telling them. */
function asBefore(before: AnyRule, made: AnyRule, list: string): AnyRule {
  const ruleFor = (source: SourceFields) => {
    const lines = source[list]
    return Array.isArray(lines) && lines.length > 0 ? made : before
  }
  return {
    ...before,
    ...made,
    reads: [...new Set([...before.reads, ...made.reads])],
    needs: (source, company) => ruleFor(source).needs?.(source, company) ?? [],
    fill: (source, resolved) => ruleFor(source).fill(source, resolved),
  }
}

function changeLines(
  flow: Flow,
  override: FlowOverride,
  schemas: Schemas,
  problems: Problem[],
): { rules: Rules; source: Entity; target: Entity } {
  const rules: Record<string, AnyRule> = { ...flow.map }
  const sourceFields: Record<string, Field> = { ...flow.source.fields }
  const targetFields: Record<string, Field> = { ...flow.target.fields }
  for (const [name, changes] of Object.entries(override.lines ?? {})) {
    const of = flow.map[name]?.lines
    const [from, to] = [of && sourceFields[of.name]?.lines, targetFields[name]?.lines]
    if (!of || !from || !to) {
      const withLines = Object.keys(flow.map).filter((each) => flow.map[each]?.lines)
      const reason = withLines.length === 0 ? 'The flow has no lines.' : `The flow has no lines in ${name}.`
      problems.push({ flow: flow.name, rule: `lines.${name}`, reason, nearest: nearestName(withLines, name) })
      continue
    }
    const mapping: Mapping = {
      flow: flow.name,
      at: `lines.${name}`,
      source: side(from, schemas),
      target: side(to, schemas),
      problems,
    }
    const changed = changeRules(mapping, of.map, changes, refusalsOfLines(to))
    const [source, target] = [widened(mapping.source), widened(mapping.target)]
    const made = linesRule(of.name, source as never, target as never, changed as never, of.finish) as unknown as AnyRule
    rules[name] = asBefore(flow.map[name] ?? made, made, of.name)
    const declaredAt = (fields: Record<string, Field>, at: string, lines: Entity) => {
      const before = fields[at]
      if (before) fields[at] = { ...before, lines }
    }
    declaredAt(sourceFields, of.name, source)
    declaredAt(targetFields, name, target)
  }
  return {
    rules,
    source: { ...flow.source, fields: sourceFields },
    target: { ...flow.target, fields: targetFields },
  }
}

/**
 * A flow as an admin wants it. Nothing of an override that has a problem may be used: the mapping that was meant is not known.
 *
 * @param schemas what each system says it has; undefined for an entity whose system tells nothing
 * @param hasRun whether the flow was ever switched on: then its changes are kept while it is off
 */
export function applyOverride(
  flow: Flow,
  override: FlowOverride,
  schemas: Schemas,
  hasRun = false,
): { readonly flow: Flow; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const withLines = changeLines(flow, override, schemas, problems)
  const mapping: Mapping = {
    flow: flow.name,
    at: 'map',
    source: side(withLines.source, schemas),
    target: side(withLines.target, schemas),
    problems,
  }
  const map = changeRules(mapping, withLines.rules, override.map ?? {}, refusals(flow, schemas))
  // That the source wins is true there as well.
  if (override.conflict !== undefined && override.conflict !== 'source') {
    const reason = nothingInConflict({ ...flow, map })
    if (reason !== undefined) problems.push({ flow: flow.name, rule: 'conflict', reason })
  }
  const filter = filterOf(mapping, override.filter)
  const approval = approvalOf(mapping, override.approval) ?? flow.approval
  const deletions = deletionsOf(mapping, flow, override)
  const source = widened(mapping.source)
  const enabled = override.enabled ?? flow.state === 'on'
  return {
    problems,
    flow: {
      ...flow,
      source,
      target: widened(mapping.target),
      map,
      mayCreate: override.mayCreate ?? flow.mayCreate,
      conflict: override.conflict ?? flow.conflict,
      ...deletions,
      approval,
      state: enabled ? 'on' : hasRun ? 'paused' : 'off',
      when: filter ? filter.when(flow.when) : flow.when,
      reads: [
        ...new Set([
          ...flow.whenReads,
          ...(filter?.reads ?? []),
          ...(approval?.reads ?? []),
          ...readsOf(source, map, flow.reference),
        ]),
      ],
    },
  }
}

/** How the reason begins for which a record is not in the scope of a flow with a filter. */
export const leftOut = 'the filter of the flow leaves it out'

function filterOf(mapping: Mapping, text: string | undefined) {
  const expression = text === undefined ? undefined : readExpression(mapping, 'filter', text)
  if (!expression) return undefined
  const when =
    (before: Flow['when']): Flow['when'] =>
    async (source, company, needed) => {
      const verdict = await before(source, company, needed)
      if (verdict !== true) return verdict
      return (await expression.evaluateWithGaps(source)) === true || `${leftOut}: ${String(text)}`
    }
  return { reads: expression.reads, when }
}

/** Documents, and what only one side tells, have their own way with what was deleted; of the others an admin decides. */
function deletionsOf({ problems }: Pick<Mapping, 'problems'>, flow: Flow, asked: FlowOverride): Partial<Flow> {
  const keys = ['onTargetDeleted', 'onSourceDeleted'] as const
  const decided = keys.filter((key) => asked[key] !== undefined)
  for (const key of decided) {
    if (hasOwnWay.has(flow[key])) {
      problems.push({
        flow: flow.name,
        rule: key,
        reason: 'This flow sees to what was deleted itself: leave this to the default.',
      })
    }
  }
  return Object.fromEntries(decided.map((key) => [key, asked[key]]))
}
const hasOwnWay: ReadonlySet<string> = new Set<DeletionPolicy<'skip'>>(['leave', 'skip'])

/** Which documents a person has to approve; an unreadable rule is a mistake like any other, never "nothing to approve". */
function approvalOf(mapping: Mapping, asked: FlowOverride['approval']): Flow['approval'] {
  const expression = asked && readExpression(mapping, 'approval', asked.rule)
  if (!asked || !expression) return undefined
  const needed = async (source: SourceFields) => (await expression.evaluate(source)) === true
  return { needed, approvers: asked.approvers, reads: expression.reads }
}
