import type { Rule } from './rule.ts'

/** An id that the target system knows by name, such as `standardPricebook`. */
export function known(name: string): Rule<unknown, string> {
  return {
    reads: [],
    how: `the ${name}`,
    needs: () => [{ kind: 'known', name }],
    fill: (_, resolved) => resolved.known(name),
  }
}
