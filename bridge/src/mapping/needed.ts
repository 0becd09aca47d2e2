import { DoesNotFit, type Rule } from './rule.ts'

/** As the rule says; a record for which that is nothing is parked with this reason. */
export function needed<Source, Value>(rule: Rule<Source, Value>, otherwise: string): Rule<Source, Value> {
  return {
    ...rule,
    fill: async (source, resolved) => {
      const value = await rule.fill(source, resolved)
      if (value === undefined || value === null) throw new DoesNotFit(otherwise)
      return value
    },
  }
}
