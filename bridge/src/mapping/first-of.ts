import type { Rule } from './rule.ts'

/** The first of two rules that has a value: what is undefined or empty leaves it to the second. */
export function firstOf<A, B, Value>(first: Rule<A, Value>, second: Rule<B, Value>): Rule<A & B, Value> {
  return {
    reads: [...new Set([...first.reads, ...second.reads])],
    how: `${first.how}, else ${second.how}`,
    needs: (source, company) => [...(first.needs?.(source, company) ?? []), ...(second.needs?.(source, company) ?? [])],
    async fill(source, resolved) {
      const value = await first.fill(source, resolved)
      return value ?? (await second.fill(source, resolved)) ?? value
    },
  }
}
