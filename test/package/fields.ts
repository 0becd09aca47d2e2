import type { Component, PackageSource } from './package-source.ts'
import { standardObjects } from './standard-objects.ts'
import { text } from './xml.ts'

/** Whether there is such an object, here or in every org. */
export const objectExists = (source: PackageSource, object: string): boolean =>
  source.has('CustomObject', object) || object in standardObjects

/** The package's own field, if it is one. */
export const customField = (source: PackageSource, object: string, field: string): Component | undefined =>
  source.ofType('CustomField').find(({ name }) => name === `${object}.${field}`)

/** Whether there is such a field, here or in every org. */
export function fieldExists(source: PackageSource, object: string, field: string): boolean {
  if (source.has('CustomField', `${object}.${field}`)) return true
  if (source.has('CustomObject', object) && field === 'Name') return true
  return standardObjects[object]?.includes(field) ?? false
}

/** Required fields and masters always stand open to whoever may see the record: no permission can be given for them. */
export function alwaysVisible(component: Component): boolean {
  return text(component.body, 'type') === 'MasterDetail' || text(component.body, 'required') === 'true'
}
