import { alwaysVisible, fieldExists } from '../fields.ts'
import type { Rule } from '../finding.ts'
import type { Component, PackageSource } from '../package-source.ts'
import { elements, text, texts } from '../xml.ts'

const itemsOf = ({ body }: Component): readonly string[] =>
  elements(body, 'layoutSections')
    .flatMap((section) => elements(section, 'layoutColumns'))
    .flatMap((column) => elements(column, 'layoutItems'))
    .map((item) => text(item, 'field'))

function relatedLists(source: PackageSource, { body }: Component): readonly string[] {
  return elements(body, 'relatedLists').flatMap((list) => {
    const [child = '', lookup = ''] = text(list, 'relatedList').split('.')
    if (!fieldExists(source, child, lookup)) return [`there is no related list ${child}.${lookup}`]
    return texts(list, 'fields')
      .filter((field) => field !== 'NAME' && !fieldExists(source, child, field))
      .map((field) => `there is no field ${child}.${field} for the related list`)
  })
}

export const layoutFields: Rule = {
  name: 'layout-fields',
  why: 'A layout with a field that is not there, or without a required one, is refused.',
  check: (source) =>
    source.ofType('Layout').flatMap((layout) => {
      const object = layout.name.split('-')[0] ?? ''
      const items = itemsOf(layout)
      const required = source
        .ofType('CustomField')
        .filter((field) => field.name.startsWith(`${object}.`) && alwaysVisible(field))
        .map(({ name }) => name.slice(object.length + 1))
      const problems = [
        ...(source.has('CustomObject', object) ? [] : [`there is no object ${object}`]),
        ...items
          .filter((field) => !fieldExists(source, object, field))
          .map((field) => `there is no field ${object}.${field}`),
        ...required
          .filter((field) => !items.includes(field))
          .map((field) => `the required field ${field} is not on it`),
        ...items.filter((field, index) => items.indexOf(field) !== index).map((field) => `${field} stands there twice`),
        ...relatedLists(source, layout),
      ]
      return problems.map((problem) => ({ path: layout.path, problem }))
    }),
}
