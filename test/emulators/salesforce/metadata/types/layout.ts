import { children, type Component, problem, type Problem, text, texts } from '../component.ts'
import { fieldOf, type ObjectSchema } from '../../schema.ts'
import { type CheckWorld, type MetadataType, missing } from './metadata-type.ts'

const itemsOf = (component: Component): readonly string[] =>
  children(component.body, 'layoutSections')
    .flatMap((section) => children(section, 'layoutColumns'))
    .flatMap((column) => children(column, 'layoutItems'))
    .flatMap((item) => text(item, 'field') ?? [])

/** `BC_Invoice__c.BC_Customer__c` names a child object and the field that leads here; `RelatedNoteList` is the platform's. */
function checkRelatedLists(component: Component, world: CheckWorld): readonly Problem[] {
  return children(component.body, 'relatedLists').flatMap((list) => {
    const name = text(list, 'relatedList') ?? ''
    const [childName = '', relation = ''] = name.split('.')
    if (!name.includes('.')) return []
    const child = world.schema.object(childName)
    if (!child || !fieldOf(child, relation)) return [problem(`In field: relatedList - Related list ${name} not found`)]
    return texts(list, 'fields')
      .filter((column) => column.endsWith('__c') && !fieldOf(child, column.split('.').at(-1) ?? ''))
      .map((column) => missing('fields', 'CustomField', `${childName}.${column}`))
  })
}

function checkRequired(component: Component, object: ObjectSchema): readonly Problem[] {
  const items = new Set(itemsOf(component).map((name) => name.toLowerCase()))
  return object.fields
    .filter(
      (field) =>
        (field.custom || (object.custom && field.nameField && field.createable)) &&
        (field.nameField || !field.nillable) &&
        field.createable &&
        field.type !== 'boolean',
    )
    .filter((field) => !items.has(field.name.toLowerCase()))
    .map((field) => problem(`Layout must contain an item for required layout field: ${field.name}`))
}

/** A page layout, named `{Object}-{Label}`; every field and related list on it exists, every required field is on it. */
export const layout: MetadataType = {
  name: 'Layout',
  directory: 'layouts',
  suffix: 'layout',
  keyPrefix: '00h',
  check(component, world) {
    const objectName = component.fullName.split('-')[0] ?? ''
    const object = world.schema.object(objectName)
    if (!object) return [problem(`Parent entity failed to deploy: no CustomObject named ${objectName} found`)]
    const dangling = itemsOf(component).filter((name) => !fieldOf(object, name))
    return [
      ...dangling.map((name) => missing('field', 'CustomField', `${objectName}.${name}`)),
      ...checkRelatedLists(component, world),
      ...checkRequired(component, object),
    ]
  },
}
