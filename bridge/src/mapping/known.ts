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

/** As `known`, but what the target system does not know leaves the field alone. */
export function knownIfAny(name: string): Rule<unknown, string> {
  return {
    reads: [],
    how: `the ${name}, if there is one`,
    needs: () => [{ kind: 'known', name, optional: true }],
    fill: (_, resolved) => resolved.known(name) || undefined,
  }
}
