import type { Rule } from '../finding.ts'
import { malformed } from '../xml.ts'

export const wellFormed: Rule = {
  name: 'well-formed',
  why: 'The CLI rewrites an unclosed tag into garbage without a word.',
  check: ({ files }) =>
    [...files]
      .filter(([path]) => path.endsWith('.xml'))
      .flatMap(([path, xml]) => {
        const problem = malformed(xml)
        return problem === undefined ? [] : [{ path, problem }]
      }),
}
