import { texts } from '../component.ts'
import { has, type MetadataType, missing } from './metadata-type.ts'

/** Checked and kept; assigning a group to a user is not supported. */
export const permissionSetGroup: MetadataType = {
  name: 'PermissionSetGroup',
  directory: 'permissionsetgroups',
  suffix: 'permissionsetgroup',
  keyPrefix: '0PG',
  required: ['label'],
  check: (component, world) =>
    texts(component.body, 'permissionSets')
      .filter((name) => !has(world, 'PermissionSet', name))
      .map((name) => missing('permissionSets', 'PermissionSet', name)),
}
