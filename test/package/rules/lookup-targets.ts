import { objectExists } from '../fields.ts'
import type { Rule } from '../finding.ts'
import { text } from '../xml.ts'

export const lookupTargets: Rule = {
  name: 'lookup-targets',
  why: 'A lookup to an object that is not there fails; so does a detail that does not take its sharing from its master.',
  check: (source) =>
    source.ofType('CustomField').flatMap(({ path, name, body }) => {
      const type = text(body, 'type')
      if (!['Lookup', 'MasterDetail'].includes(type)) return []
      const target = text(body, 'referenceTo')
      const missing = objectExists(source, target)
        ? []
        : [{ path, problem: `there is no object ${target} to refer to` }]
      const owner = source.ofType('CustomObject').find((object) => object.name === name.split('.')[0])
      const sharing = owner && text(owner.body, 'sharingModel')
      const wrong = type === 'MasterDetail' && sharing !== 'ControlledByParent'
      return [...missing, ...(wrong ? [{ path, problem: `its object must have sharingModel ControlledByParent` }] : [])]
    }),
}
