import type { Rule } from '../finding.ts'
import type { PackageSource } from '../package-source.ts'
import { withoutObjectPermissions } from '../standard-objects.ts'
import { elements, text, type XmlElement } from '../xml.ts'

/** What each right of an object needs beside it. [Salesforce Help: Object Permissions] */
const needs: readonly (readonly [right: string, needed: string])[] = [
  ['allowCreate', 'allowRead'],
  ['allowEdit', 'allowRead'],
  ['allowDelete', 'allowEdit'],
  ['viewAllRecords', 'allowRead'],
  ['modifyAllRecords', 'allowDelete'],
]

const mastersOf = (source: PackageSource, object: string): readonly string[] =>
  source
    .ofType('CustomField')
    .filter(({ name, body }) => name.startsWith(`${object}.`) && text(body, 'type') === 'MasterDetail')
    .map(({ body }) => text(body, 'referenceTo'))

function unmet(source: PackageSource, permissions: readonly XmlElement[]): readonly string[] {
  const readable = permissions.filter((each) => text(each, 'allowRead') === 'true').map((each) => text(each, 'object'))
  return permissions.flatMap((permission) => {
    const object = text(permission, 'object')
    const on = (right: string): boolean => text(permission, right) === 'true'
    return [
      ...needs
        .filter(([right, needed]) => on(right) && !on(needed))
        .map(([right, needed]) => `${object}: ${right} needs ${needed}`),
      ...mastersOf(source, object)
        .filter((master) => on('allowRead') && !readable.includes(master))
        .map((master) => `${object}: allowRead needs allowRead of its master ${master}`),
      ...(withoutObjectPermissions.includes(object)
        ? [`${object} has no object permissions; they follow from its parent`]
        : []),
    ]
  })
}

export const permissionSetDependencies: Rule = {
  name: 'permission-set-dependencies',
  why: 'The platform refuses a right without the rights it depends on.',
  check: (source) =>
    source.ofType('PermissionSet').flatMap(({ path, body }) => {
      const permissions = elements(body, 'objectPermissions')
      const system = elements(body, 'userPermissions').map((each) => text(each, 'name'))
      const orders = system.includes('EditActivatedOrders') && !system.includes('ActivateOrder')
      const problems = [...unmet(source, permissions), ...(orders ? ['EditActivatedOrders needs ActivateOrder'] : [])]
      return problems.map((problem) => ({ path, problem }))
    }),
}
