import type { Rule } from '../finding.ts'
import { elements, text } from '../xml.ts'

const use = /@salesforce\/label\/c\.(\w+)/g

export const labels: Rule = {
  name: 'labels',
  why: 'A label a component uses must be there; one nobody uses is translated for nothing.',
  check: (source) => {
    const files = source.ofType('CustomLabels')
    const defined = files.flatMap(({ path, body }) =>
      elements(body, 'labels').map((label) => ({ path, label, name: text(label, 'fullName') })),
    )
    const names = new Set(defined.map(({ name }) => name))
    const used = [...source.files].flatMap(([path, content]) =>
      path.endsWith('.js') ? [...content.matchAll(use)].map(([, name = '']) => ({ path, name })) : [],
    )
    const usedNames = new Set(used.map(({ name }) => name))
    return [
      ...used
        .filter(({ name }) => !names.has(name))
        .map(({ path, name }) => ({ path, problem: `there is no label ${name}` })),
      ...defined
        .filter(({ name }) => !usedNames.has(name))
        .map(({ path, name }) => ({ path, problem: `nobody uses the label ${name}` })),
      ...defined
        .filter(
          ({ name, label }) =>
            name.length > 80 || text(label, 'shortDescription').length > 80 || text(label, 'value').length > 1000,
        )
        .map(({ path, name }) => ({ path, problem: `the label ${name} is too long` })),
    ]
  },
}
