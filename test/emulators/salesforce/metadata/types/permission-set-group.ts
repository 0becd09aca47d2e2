import { texts } from '../component.ts'
import { has, type MetadataType, missing, notHere } from './metadata-type.ts'

/** Permission sets that are assigned together; muting permission sets are not supported. */
export const permissionSetGroup: MetadataType = {
  name: 'PermissionSetGroup',
  directory: 'permissionsetgroups',
  suffix: 'permissionsetgroup',
  keyPrefix: '0PG',
  developerName: true,
  required: ['label'],
  check: (component, world) => [
    ...texts(component.body, 'permissionSets')
      .filter((name) => !has(world, 'PermissionSet', name))
      .map((name) => missing('permissionSets', 'PermissionSet', name)),
    ...(component.body.mutingPermissionSets === undefined ? [] : [notHere('A muting permission set')]),
  ],
}
