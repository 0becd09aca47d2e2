import type { Field } from '../engine/entity.ts'
import type { SourceFields } from '../engine/define-flow.ts'
import {
  DoesNotFit,
  matchOnly,
  onceWon,
  onCreate,
  shared,
  stamp,
  untilWon,
  whenEmptied,
  type Rule,
} from '../mapping/index.ts'
import { convertTo } from './convert-to.ts'
import type { RuleOverride } from './document.ts'
import { compileExpression, type Expression } from './expression.ts'

type AnyRule = Rule<SourceFields, unknown>
type Changes = Exclude<RuleOverride, 'remove'>

/** Fields that cannot be emptied take no empty value: the record is parked, the vendor is not even asked. */
function converted(field: Field, required: boolean, value: unknown): unknown {
  const result = convertTo(field, value)
  if (result === null && required) throw new DoesNotFit('it is empty, and the field must not be')
  return result
}

/**
 * A text may do without an empty field. What is calculated or decides something may not: nothing would be written, and the target
 * system would take a price of its own.
 */
async function valueOf(expression: Expression, { kind }: Field, record: SourceFields): Promise<unknown> {
  if (kind === 'text') return expression.evaluateWithGaps(record)
  try {
    return await expression.evaluate(record)
  } catch (cause) {
    const empty = Object.keys(record).filter((name) => record[name] === null)
    if (!(cause instanceof DoesNotFit) || empty.length === 0) throw cause
    const counts = empty.map((name) => `(${name} = null ? ${kind === 'number' ? '0' : '…'} : ${name})`)
    const instead = `say in the expression what counts when it is, as in ${counts.join(' and ')}`
    throw new DoesNotFit(`${cause.message}; ${empty.join(', ')} is empty: ${instead}`, { cause })
  }
}

function newRule(change: Changes, field: Field, required: boolean): AnyRule | undefined {
  const { from, constant, expression } = change
  if (from !== undefined) {
    return { reads: [from], how: from, fill: (source) => converted(field, required, source[from]) }
  }
  if (expression !== undefined) {
    const compiled = compileExpression(expression)
    const fill = async (source: SourceFields) => {
      const asked = Object.fromEntries(compiled.reads.map((name) => [name, source[name] ?? null]))
      return converted(field, required, await valueOf(compiled, field, asked))
    }
    return { reads: compiled.reads, how: `\`${expression}\``, fill }
  }
  if (constant === undefined) return undefined
  const value = converted(field, required, constant)
  return { reads: [], how: `always ${JSON.stringify(constant)}`, fill: () => value }
}

/** What a rule is besides its value, each with the word of the mapping that says it. */
const traits: Readonly<Record<string, (rule: AnyRule, before: AnyRule) => AnyRule>> = {
  stage: (rule, { stage }) => (stage === 'before' ? untilWon(rule) : onceWon(rule)),
  matchOnly: (rule) => matchOnly(rule),
  stampOnly: (rule) => stamp(rule),
  whenEmptied: (rule, before) => whenEmptied(rule, before.whenEmptied ?? null),
  owner: (rule) => shared(rule),
  onCreateOnly: (rule) => onCreate(rule),
}

type Trait = 'stage' | 'matchOnly' | 'stampOnly' | 'whenEmptied' | 'owner' | 'onCreateOnly'

const has = (rule: AnyRule, trait: Trait) => {
  const value = rule[trait]
  return trait === 'whenEmptied' ? value !== undefined : value !== undefined && value !== false && value !== 'source'
}

/** The rule with the trait, as another rule has it. */
const given = (rule: AnyRule, trait: Trait, like: AnyRule): AnyRule => traits[trait]?.(rule, like) ?? rule

/** The rule without the trait, in what it does and in what it says. */
function taken(rule: AnyRule, trait: Trait): AnyRule {
  const words = given({ reads: [], how: '', fill: () => undefined }, trait, rule).how
  const rest = { ...rule, how: rule.how.replace(words, '') }
  Reflect.deleteProperty(rest, trait)
  return rest
}

/**
 * The traits that the rule shall have: those of the default one. Whoever changes what fills a field changes neither who owns it
 * nor when it is filled, unless he says so.
 */
function withTraits(rule: AnyRule, before: AnyRule | undefined, change: Changes): AnyRule {
  const isAsked: Partial<Record<Trait, boolean | undefined>> = {
    onCreateOnly: change.onCreate,
    owner: change.owner === undefined ? undefined : change.owner === 'shared',
    // What an empty source leaves alone is not taken back either.
    whenEmptied: change.keepWhenEmpty === true ? false : undefined,
  }
  return (Object.keys(traits) as Trait[]).reduce((made, trait) => {
    const wanted = isAsked[trait] ?? (before !== undefined && has(before, trait))
    if (wanted === has(made, trait)) return made
    return wanted ? given(made, trait, before ?? made) : taken(made, trait)
  }, rule)
}

/**
 * The rule that an override asks for, on top of the default one.
 *
 * @throws BadExpression, DoesNotFit (a constant that the field does not take)
 */
export function ruleOf(
  change: Changes,
  { field, required, before }: { field: Field; required: boolean; before: AnyRule | undefined },
): AnyRule | undefined {
  const made = newRule(change, field, required)
  const base = made ? ((before?.around?.(made) as AnyRule | undefined) ?? made) : before
  if (base === undefined) return undefined
  const rule = withTraits(base, before, change)
  if (change.keepWhenEmpty !== true) return rule
  return {
    ...rule,
    how: `${rule.how} (an empty value changes nothing)`,
    fill: async (source, resolved) => {
      const value = await base.fill(source, resolved)
      return value === null || value === '' ? undefined : value
    },
  }
}
