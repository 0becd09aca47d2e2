import type { Rule } from './rule.ts'

/**
 * What the rule once filled is taken back when it gives nothing any more: `value` is written then. What was never filled by us
 * stays as the other system has it.
 */
export function whenEmptied<Source, Value>(rule: Rule<Source, Value>, value: Value | null): Rule<Source, Value> {
  return { ...rule, how: `${rule.how}; taken back when it is emptied`, whenEmptied: value }
}
