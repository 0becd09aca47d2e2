import type { Rule } from './rule.ts'

/** As the rule says; when that is nothing the target field is left alone, with what the other system has put there. */
export function ifFilled<Source, Value>(rule: Rule<Source, Value | null>): Rule<Source, Value> {
  return {
    ...rule,
    how: `${rule.how}, if it is filled`,
    fill: async (source, resolved) => (await rule.fill(source, resolved)) ?? undefined,
  }
}
