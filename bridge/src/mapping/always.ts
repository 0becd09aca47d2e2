import type { Rule } from './rule.ts'

/** The target field always takes this constant. */
export function always<const Value>(value: Value): Rule<unknown, Value> {
  return { reads: [], how: `always ${JSON.stringify(value)}`, fill: () => value }
}
