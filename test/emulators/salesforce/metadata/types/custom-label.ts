import { problem, text } from '../component.ts'
import type { MetadataType } from './metadata-type.ts'

/** The file of all labels; each label in it is a component of its own. */
export const customLabels: MetadataType = {
  name: 'CustomLabels',
  directory: 'labels',
  suffix: 'labels',
  keyPrefix: '101',
  children: { labels: 'CustomLabel' },
}

export const customLabel: MetadataType = {
  name: 'CustomLabel',
  directory: 'labels',
  suffix: 'labels',
  keyPrefix: '101',
  developerName: true,
  required: ['language', 'protected', 'shortDescription', 'value'],
  elements: new Set(['fullName', 'categories', 'language', 'protected', 'shortDescription', 'value']),
  check(component) {
    const tooLong = component.fullName.length > 80 || (text(component.body, 'shortDescription') ?? '').length > 80
    const value = text(component.body, 'value') ?? ''
    return [
      ...(tooLong ? [problem('Name and short description of a label have at most 80 characters')] : []),
      ...(value.length > 1000 ? [problem('Value: data value too large (max length=1000)')] : []),
    ]
  },
}
