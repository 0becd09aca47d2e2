import type { Rule } from './rule.ts'

/** The value is written along with what has changed; that it has changed itself is no reason to write. */
export function stamp<Source, Value>(rule: Rule<Source, Value>): Rule<Source, Value> {
  return { ...rule, how: `${rule.how} (when anything else changes)`, stampOnly: true }
}
