import type { Rule } from './rule.ts'

/** Both sides may edit the field: who edited it last is right; when both did, the flow's conflict rule decides. */
export function shared<Source, Value>(rule: Rule<Source, Value>): Rule<Source, Value> {
  return { ...rule, how: `${rule.how} (both sides may edit it)`, owner: 'shared' }
}
