import type { Field } from '../engine/entity.ts'
import type { SourceFields } from '../engine/define-flow.ts'
import { DoesNotFit, type Rule } from '../mapping/index.ts'
import { convertTo } from './convert-to.ts'
import type { RuleOverride } from './document.ts'
import { compileExpression } from './expression.ts'

type AnyRule = Rule<SourceFields, unknown>
type Changes = Exclude<RuleOverride, 'remove'>

/** Fields that cannot be emptied take no empty value: the record is parked, the vendor is not even asked. */
function converted(field: Field, required: boolean, value: unknown): unknown {
  const result = convertTo(field, value)
  if (result === null && required) throw new DoesNotFit('it is empty, and the field must not be')
  return result
}

function newRule(change: Changes, field: Field, required: boolean): AnyRule | undefined {
  const { from, constant, expression } = change
  if (from !== undefined) {
    return { reads: [from], how: from, fill: (source) => converted(field, required, source[from]) }
  }
  if (expression !== undefined) {
    const compiled = compileExpression(expression)
    const fill = async (source: SourceFields) => {
      const asked = Object.fromEntries(compiled.reads.map((name) => [name, source[name]]))
      return converted(field, required, await compiled.evaluate(asked))
    }
    return { reads: compiled.reads, how: `\`${expression}\``, fill }
  }
  if (constant === undefined) return undefined
  const value = converted(field, required, constant)
  return { reads: [], how: `always ${JSON.stringify(constant)}`, fill: () => value }
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
  const base = newRule(change, field, required) ?? before
  if (base === undefined) return undefined
  const created = change.onCreate === undefined ? base : { ...base, onCreateOnly: change.onCreate }
  const words = [
    change.onCreate === true ? ' (when created)' : '',
    change.keepWhenEmpty === true ? ' (an empty value changes nothing)' : '',
  ]
  const rule = { ...created, how: base.how + words.join('') }
  if (change.keepWhenEmpty !== true) return rule
  return {
    ...rule,
    fill: async (source, resolved) => {
      const value = await base.fill(source, resolved)
      return value === null || value === '' ? undefined : value
    },
  }
}
