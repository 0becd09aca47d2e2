import type { Rule } from '../finding.ts'
import { text } from '../xml.ts'

export const describedFields: Rule = {
  name: 'described-fields',
  why: 'An admin reads the description, a rep the help text; both wonder otherwise what the bridge writes.',
  check: (source) =>
    source
      .ofType('CustomField')
      .flatMap(({ path, body }) =>
        ['label', 'description', 'inlineHelpText']
          .filter((name) => text(body, name).trim() === '')
          .map((name) => ({ path, problem: `${name} is missing` })),
      ),
}
