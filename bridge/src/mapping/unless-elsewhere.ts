import type { EntityRef, Rule } from './rule.ts'

/**
 * The rule's value, unless that is what the record's partner in another company carries in `field`: a number that was written
 * back from one company names a stranger in the next. A partner that cannot be seen any more may have carried anything.
 *
 * @param key the field with the record's own id
 */
export function unlessElsewhere<const Key extends string, Source, Value>(
  from: EntityRef,
  key: Key,
  to: EntityRef,
  field: string,
  rule: Rule<Source, Value>,
): Rule<Source & Readonly<Record<Key, string>>, Value> {
  return {
    ...rule,
    reads: [...rule.reads, key],
    how: `${rule.how}, unless it is the ${field} of its ${to.name} in another company`,
    around: (other) => unlessElsewhere(from, key, to, field, rule.around?.(other) ?? other),
    needs: (source, company) => [
      ...(rule.needs?.(source, company) ?? []),
      { kind: 'elsewhere', from, id: source[key], to, field },
    ],
    fill: async (source, resolved) => {
      const others = resolved.elsewhere(from, source[key], to, field)
      const value = await rule.fill(source, resolved)
      return others.some((other) => other === undefined || same(other, value)) ? undefined : value
    },
  }
}

/** People write codes as they come. */
const same = (one: unknown, other: unknown): boolean => String(one).toUpperCase() === String(other).toUpperCase()
