import type { EntityRef, Rule } from './rule.ts'

type Reference<Name extends string> = Readonly<Record<Name, string | null>>

function link<const Name extends string>(
  from: EntityRef,
  name: Name,
  to: EntityRef,
  optional: false | 'if any' | 'later',
): Rule<Reference<Name>, string> {
  return {
    reads: [name],
    how: `the ${to.name} of ${name}${optional === false ? '' : optional === 'later' ? ', as soon as it has one' : ', if it has one'}`,
    needs: (source) => {
      const id = source[name]
      return id === null
        ? []
        : [{ kind: 'link', from, id, to, optional: optional !== false, later: optional === 'later' }]
    },
    fill: (source, resolved) => {
      const id = source[name]
      return id === null ? undefined : resolved.link(from, id, to)
    },
  }
}

/**
 * The record that the referenced record is linked to: `linked(account, 'AccountId', customer)`. A record whose link does
 * not exist yet waits for it.
 */
export function linked<const Name extends string>(from: EntityRef, name: Name, to: EntityRef) {
  return link(from, name, to, false)
}

/** As `linked`, but a missing link leaves the field alone instead of holding the record back. */
export function linkedIfAny<const Name extends string>(from: EntityRef, name: Name, to: EntityRef) {
  return link(from, name, to, 'if any')
}

/** As `linkedIfAny`, and the field is filled when the link appears later: the record runs again then. */
export function linkedLater<const Name extends string>(from: EntityRef, name: Name, to: EntityRef) {
  return link(from, name, to, 'later')
}
