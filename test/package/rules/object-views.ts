import { fieldExists } from '../fields.ts'
import type { Rule } from '../finding.ts'
import { elements, text, texts } from '../xml.ts'

export const objectViews: Rule = {
  name: 'object-views',
  why: 'List views, compact layouts and search layouts name fields of their object.',
  check: (source) => {
    const views = [...source.ofType('ListView'), ...source.ofType('CompactLayout'), ...source.ofType('CustomObject')]
    return views.flatMap(({ path, type, name, body }) => {
      const object = name.split('.')[0] ?? ''
      const search = elements(body, 'searchLayouts').flatMap((layout) =>
        Object.keys(layout).flatMap((list) => texts(layout, list)),
      )
      const fields = [
        ...texts(body, 'columns'),
        ...(type === 'CompactLayout' ? texts(body, 'fields') : []),
        ...elements(body, 'filters').map((filter) => text(filter, 'field')),
        ...search,
      ]
      const compact = type === 'CustomObject' ? texts(body, 'compactLayoutAssignment') : []
      const problems = [
        ...fields
          .filter((field) => field !== 'NAME' && !fieldExists(source, object, field))
          .map((field) => `there is no field ${object}.${field}`),
        ...compact
          .filter((layout) => !source.has('CompactLayout', `${object}.${layout}`))
          .map((layout) => `there is no compact layout ${layout}`),
      ]
      return problems.map((problem) => ({ path, problem }))
    })
  },
}
