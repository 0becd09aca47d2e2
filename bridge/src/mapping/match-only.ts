import type { Rule } from './rule.ts'

/** The value serves to find the partner record and is never written to it. */
export function matchOnly<Source, Value>(rule: Rule<Source, Value>): Rule<Source, Value> {
  return { ...rule, how: `${rule.how} (to find the record only)`, matchOnly: true }
}
