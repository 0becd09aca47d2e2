import { problem, texts } from '../component.ts'
import { fieldOf } from '../../schema.ts'
import { type MetadataType, missing } from './metadata-type.ts'

/** At most ten fields, all of them there. */
export const compactLayout: MetadataType = {
  name: 'CompactLayout',
  directory: 'objects',
  suffix: 'object',
  keyPrefix: '0AH',
  developerName: true,
  required: ['label', 'fields'],
  check(component, world) {
    const object = world.schema.object(component.fullName.split('.')[0] ?? '')
    const fields = texts(component.body, 'fields')
    if (!object) return [problem(`no CustomObject named ${component.fullName.split('.')[0] ?? ''} found`)]
    return [
      ...fields
        .filter((name) => !fieldOf(object, name))
        .map((name) => missing('fields', 'CustomField', `${object.name}.${name}`)),
      ...(fields.length > 10 ? [problem('A compact layout has at most 10 fields')] : []),
    ]
  },
}
