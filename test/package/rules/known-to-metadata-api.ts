import type { Rule } from '../finding.ts'
import { checkElement } from '../wsdl/check-element.ts'
import { metadataTypes } from '../wsdl/metadata-types.ts'
import { text } from '../xml.ts'

const types = metadataTypes()
const namespace = 'http://soap.sforce.com/2006/04/metadata'

export const knownToMetadataApi: Rule = {
  name: 'known-to-metadata-api',
  why: 'An unknown element, a wrong value or a missing part fails the deploy.',
  check: ({ components }) =>
    components.flatMap(({ path, type, name, body }) => {
      const shape = types.get(type)
      if (!shape?.elements) return [{ path, problem: `${type} is no metadata type` }]
      const own = text(body, 'fullName')
      const problems = [
        ...(body['@_xmlns'] === namespace ? [] : [`the namespace must be ${namespace}`]),
        ...(own === '' || own === name.split('.').at(-1) ? [] : [`fullName ${own} is not the name of the file`]),
        ...checkElement(body, shape, type, types),
      ]
      return problems.map((problem) => ({ path, problem }))
    }),
}
