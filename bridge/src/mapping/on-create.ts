import type { Rule } from './rule.ts'

/** The rule fills the field when the record is created and leaves it alone ever after. */
export function onCreate<Source, Value>(rule: Rule<Source, Value>): Rule<Source, Value> {
  return { ...rule, how: `${rule.how} (when created)`, onCreateOnly: true }
}
