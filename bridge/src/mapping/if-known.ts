import type { Rule } from './rule.ts'

/** The rule holds where what the target system knows by this name is `value`: `ifKnown('currencies', 'several', …)`. */
export function ifKnown<Source, Value>(name: string, value: string, rule: Rule<Source, Value>): Rule<Source, Value> {
  return {
    ...rule,
    how: `${rule.how}, where ${name} are ${value}`,
    needs: (source, company) => [...(rule.needs?.(source, company) ?? []), { kind: 'known', name }],
    fill: (source, resolved) => (resolved.known(name) === value ? rule.fill(source, resolved) : undefined),
  }
}
