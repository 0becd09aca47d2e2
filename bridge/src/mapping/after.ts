import type { Rule } from './rule.ts'

/** The rule, filled only once what the other rule needs is there: the record waits for it. */
export function after<Source, Value>(awaited: Rule<Source, unknown>, rule: Rule<Source, Value>): Rule<Source, Value> {
  return {
    ...rule,
    reads: [...new Set([...awaited.reads, ...rule.reads])],
    needs: (source, company) => [...(awaited.needs?.(source, company) ?? []), ...(rule.needs?.(source, company) ?? [])],
  }
}
