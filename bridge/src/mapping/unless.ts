import type { Rule } from './rule.ts'

/** The rule, unless a flag of the record is set: then it gives nothing. */
export function unless<const Name extends string, Source, Value>(
  flag: Name,
  rule: Rule<Source, Value>,
): Rule<Source & Readonly<Record<Name, boolean>>, Value> {
  return {
    ...rule,
    reads: [...rule.reads, flag],
    how: `${rule.how}, unless ${flag}`,
    fill: (source, resolved) => (source[flag] ? undefined : rule.fill(source, resolved)),
  }
}
