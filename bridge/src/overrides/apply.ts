import { readsOf, type Flow, type SourceFields } from '../engine/define-flow.ts'
import type { Entity, Field } from '../engine/entity.ts'
import type { LiveField, LiveSchema } from '../engine/ports.ts'
import { DoesNotFit, lines as linesRule, type Rule } from '../mapping/index.ts'
import type { FlowOverride, Problem, RuleOverride } from './document.ts'
import { BadExpression, compileExpression } from './expression.ts'
import { declared, fits, nearestName, type Schemas } from './live-schema.ts'
import { ruleOf } from './rule-of.ts'

type AnyRule = Rule<SourceFields, unknown>
type Rules = Readonly<Record<string, AnyRule>>

/** One side of a mapping: what the flow declares of it, and what the system says it has. */
interface Side {
  readonly entity: Entity
  readonly schema: LiveSchema | undefined
  /** Fields that overrides have brought in. */
  readonly more: Map<string, Field>
}

interface Mapping {
  readonly flow: string
  /** `map`, `lines.salesOrderLines`. */
  readonly at: string
  readonly source: Side
  readonly target: Side
  readonly problems: Problem[]
}

const side = (entity: Entity, schemas: Schemas): Side => ({ entity, schema: schemas(entity), more: new Map() })

/** A field by its name, as the system has it or as the entity declares it. */
function fieldNamed(
  { entity, schema, more }: Side,
  name: string,
): { field: Field; live: LiveField | undefined } | undefined {
  const live = schema?.fields.get(name)
  const known = entity.fields[name]
  if (known) return { field: known, live }
  if (!live) return undefined
  more.set(name, declared(live))
  return { field: declared(live), live }
}

const namesOf = ({ entity, schema }: Side) => [...(schema?.fields.keys() ?? []), ...Object.keys(entity.fields)]

function noField({ flow, at, problems }: Mapping, rule: string, where: Side, name: string): void {
  const { label } = where.entity
  problems.push({
    flow,
    rule: `${at}.${rule}`,
    reason: `The ${label} has no field ${name} that the bridge may see.`,
    nearest: nearestName(namesOf(where), name),
  })
}

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
  for (const name of change.from === undefined && change.expression === undefined ? [] : made.reads) {
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

function changeRules(mapping: Mapping, rules: Rules, changes: Readonly<Record<string, RuleOverride>>): Rules {
  const { flow, at, target, problems } = mapping
  const next: Record<string, AnyRule> = { ...rules }
  for (const [name, change] of Object.entries(changes)) {
    const problem = (reason: string) => problems.push({ flow, rule: `${at}.${name}`, reason })
    const before = rules[name]
    if (change === 'remove') {
      if (before) Reflect.deleteProperty(next, name)
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
      else if (readable(mapping, name, change, rule, field)) next[name] = rule
    } catch (error) {
      if (error instanceof BadExpression) problem(`The expression cannot be used: ${error.message}.`)
      else if (error instanceof DoesNotFit) problem(`${error.message}.`)
      else throw error
    }
  }
  return next
}

const widened = ({ entity, more }: Side): Entity =>
  more.size === 0 ? entity : { ...entity, fields: { ...entity.fields, ...Object.fromEntries(more) } }

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
    const changed = changeRules(mapping, of.map, changes)
    const [source, target] = [widened(mapping.source), widened(mapping.target)]
    rules[name] = {
      ...flow.map[name],
      ...(linesRule(of.name, source as never, target as never, changed as never, of.finish) as unknown as AnyRule),
    }
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
 */
export function applyOverride(
  flow: Flow,
  override: FlowOverride,
  schemas: Schemas,
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
  const map = changeRules(mapping, withLines.rules, override.map ?? {})
  const filter = filterOf(mapping, override.filter)
  const approval = approvalOf(mapping, override.approval) ?? flow.approval
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
      approval,
      state: enabled ? 'on' : flow.state === 'off' ? 'off' : 'paused',
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

function filterOf(mapping: Mapping, text: string | undefined) {
  if (text === undefined) return undefined
  try {
    const expression = compileExpression(text)
    const missing = expression.reads.filter((name) => !fieldNamed(mapping.source, name))
    for (const name of missing) noField({ ...mapping, at: 'filter' }, name, mapping.source, name)
    const when =
      (before: Flow['when']): Flow['when'] =>
      async (source, company) => {
        const verdict = await before(source, company)
        if (verdict !== true) return verdict
        const asked = Object.fromEntries(expression.reads.map((name) => [name, source[name]]))
        return (await expression.evaluate(asked)) === true || `the filter of the flow leaves it out: ${text}`
      }
    return { reads: expression.reads, when }
  } catch (error) {
    if (!(error instanceof BadExpression)) throw error
    mapping.problems.push({ flow: mapping.flow, rule: 'filter', reason: `It cannot be used: ${error.message}.` })
    return undefined
  }
}

/** Which documents a person has to approve; an unreadable rule is a mistake like any other, never "nothing to approve". */
function approvalOf(mapping: Mapping, asked: FlowOverride['approval']): Flow['approval'] {
  if (asked === undefined) return undefined
  try {
    const expression = compileExpression(asked.rule)
    const missing = expression.reads.filter((name) => !fieldNamed(mapping.source, name))
    for (const name of missing) noField({ ...mapping, at: 'approval' }, name, mapping.source, name)
    const needed = async (source: SourceFields) =>
      (await expression.evaluate(Object.fromEntries(expression.reads.map((name) => [name, source[name]])))) === true
    return { needed, approvers: asked.approvers, reads: expression.reads }
  } catch (error) {
    if (!(error instanceof BadExpression)) throw error
    mapping.problems.push({ flow: mapping.flow, rule: 'approval', reason: `It cannot be used: ${error.message}.` })
    return undefined
  }
}
