import type { EntityRef, Rule } from './rule.ts'

/**
 * What stands in a field of the record that the referenced record is linked to, in the target system: the opportunity of the
 * order that the invoice's sales order was made from. Left alone when there is no such link.
 */
export function linkedField<const Name extends string>(
  from: EntityRef,
  name: Name,
  to: EntityRef,
  field: string,
): Rule<Readonly<Record<Name, string | null>>, string> {
  return {
    reads: [name],
    how: `${field} of the ${to.name} of ${name}, if it has one`,
    needs: (source) => {
      const id = source[name]
      return id === null ? [] : [{ kind: 'field', from, id, to, field }]
    },
    fill: (source, resolved) => {
      const id = source[name]
      const value = id === null ? undefined : resolved.field(from, id, to, field)
      return typeof value === 'string' ? value : undefined
    },
  }
}
