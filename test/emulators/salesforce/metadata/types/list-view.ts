import { children, problem, text, texts } from '../component.ts'
import { fieldOf } from '../../schema.ts'
import { type MetadataType, missing } from './metadata-type.ts'

/** A list view, inside its object's file. Columns are `NAME`-like codes of standard fields or API names of custom ones. */
export const listView: MetadataType = {
  name: 'ListView',
  directory: 'objects',
  suffix: 'object',
  keyPrefix: '00B',
  developerName: true,
  required: ['filterScope', 'label'],
  check(component, world) {
    const object = world.schema.object(component.fullName.split('.')[0] ?? '')
    if (!object) return [problem(`no CustomObject named ${component.fullName.split('.')[0] ?? ''} found`)]
    const fields = [
      ...texts(component.body, 'columns'),
      ...children(component.body, 'filters').flatMap((filter) => text(filter, 'field') ?? []),
    ]
    const label = text(component.body, 'label') ?? ''
    return [
      ...fields
        .filter((name) => name.endsWith('__c') && !fieldOf(object, name))
        .map((name) => missing('columns', 'CustomField', `${object.name}.${name}`)),
      ...(label.length > 40 ? [problem('Label: data value too large (max length=40)')] : []),
    ]
  },
}
