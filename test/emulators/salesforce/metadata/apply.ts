import type { Store } from '../data/store.ts'
import { nowOf } from '../dml/save.ts'
import type { IdSource } from '../ids.ts'
import type { Actor, Row } from '../records.ts'
import { systemRow } from '../seed.ts'
import type { Clock } from '../../kit/clock.ts'
import { children, type Component, flag, text, texts } from './component.ts'

export interface ApplyWorld {
  readonly store: Store
  readonly ids: IdSource
  readonly clock: Clock
  readonly actor: Actor
}

function put(
  world: ApplyWorld,
  object: string,
  existing: Row | undefined,
  fields: Readonly<Record<string, unknown>>,
): string {
  const { store, ids, clock, actor } = world
  const schema = store.schema.object(object)
  if (!schema) throw new Error(`there is no object ${object}`)
  const now = nowOf(clock)
  if (existing) {
    store.write(object, { ...existing, ...fields, LastModifiedDate: now, SystemModstamp: now })
    return existing.Id
  }
  const id = ids.next(schema.keyPrefix)
  store.write(object, systemRow(schema, id, actor.userId, now, fields))
  return id
}

/** The rows of PermissionSet, ObjectPermissions and FieldPermissions as the metadata says; a deploy replaces them all. */
function permissionSet(component: Component, world: ApplyWorld): void {
  const { store } = world
  const { body, fullName } = component
  const schema = store.schema.object('PermissionSet')
  const userPermissions = children(body, 'userPermissions').map(
    (one) => [`Permissions${text(one, 'name') ?? ''}`, flag(one, 'enabled')] as const,
  )
  const none = (schema?.fields ?? [])
    .filter((field) => field.name.startsWith('Permissions'))
    .map((field) => [field.name, false] as const)
  const ParentId = put(
    world,
    'PermissionSet',
    store.all('PermissionSet').find((row) => row.Name === fullName && row.Type !== 'Group'),
    {
      Name: fullName,
      Type: 'Regular',
      Label: text(body, 'label'),
      Description: text(body, 'description') ?? null,
      IsCustom: true,
      ...Object.fromEntries([...none, ...userPermissions]),
    },
  )
  for (const object of ['ObjectPermissions', 'FieldPermissions'])
    for (const id of store.find(object, 'ParentId', ParentId)) store.erase(object, id, false)
  for (const permission of children(body, 'objectPermissions'))
    put(world, 'ObjectPermissions', undefined, {
      ParentId,
      SobjectType: text(permission, 'object'),
      PermissionsCreate: flag(permission, 'allowCreate'),
      PermissionsRead: flag(permission, 'allowRead'),
      PermissionsEdit: flag(permission, 'allowEdit'),
      PermissionsDelete: flag(permission, 'allowDelete'),
      PermissionsViewAllRecords: flag(permission, 'viewAllRecords'),
      PermissionsModifyAllRecords: flag(permission, 'modifyAllRecords'),
    })
  for (const permission of children(body, 'fieldPermissions'))
    put(world, 'FieldPermissions', undefined, {
      ParentId,
      SobjectType: text(permission, 'field')?.split('.')[0],
      Field: text(permission, 'field'),
      PermissionsRead: flag(permission, 'readable'),
      PermissionsEdit: flag(permission, 'editable'),
    })
}

/**
 * The rows of PermissionSetGroup and its components, and the permission set of type Group that stands for all of them: that
 * is what an assignment of the group names. [Object Reference: PermissionSetGroup, PermissionSet.Type]
 */
function permissionSetGroup({ body, fullName }: Component, world: ApplyWorld): void {
  const { store } = world
  const label = text(body, 'label')
  const Description = text(body, 'description') ?? null
  const known = store.all('PermissionSetGroup').find((row) => row.DeveloperName === fullName)
  const PermissionSetGroupId = put(world, 'PermissionSetGroup', known, {
    ...{ DeveloperName: fullName, MasterLabel: label, Description, Status: 'Updated' },
  })
  const standsForAll = store.all('PermissionSet').find((row) => row.PermissionSetGroupId === PermissionSetGroupId)
  put(world, 'PermissionSet', standsForAll, {
    ...{ Name: fullName, Label: label, Description, IsCustom: true, Type: 'Group', PermissionSetGroupId },
  })
  for (const id of store.find('PermissionSetGroupComponent', 'PermissionSetGroupId', PermissionSetGroupId))
    store.erase('PermissionSetGroupComponent', id, false)
  for (const name of texts(body, 'permissionSets')) {
    const set = store.all('PermissionSet').find((row) => row.Name === name && row.Type !== 'Group')
    if (set) put(world, 'PermissionSetGroupComponent', undefined, { PermissionSetGroupId, PermissionSetId: set.Id })
  }
}

function notificationType(component: Component, world: ApplyWorld): void {
  const known = world.store.all('CustomNotificationType').find((row) => row.DeveloperName === component.fullName)
  const [description] = texts(component.body, 'description')
  const fields = {
    DeveloperName: component.fullName,
    MasterLabel: text(component.body, 'masterLabel'),
    Description: description ?? null,
  }
  put(world, 'CustomNotificationType', known, fields)
}

const apply: Readonly<Record<string, (component: Component, world: ApplyWorld) => void>> = {
  PermissionSet: permissionSet,
  // After the sets: a group names them.
  PermissionSetGroup: permissionSetGroup,
  CustomNotificationType: notificationType,
}

/** Metadata that people also see as rows: permission sets, their groups and notification types. The schema is already the new one. */
export function applyRows(components: readonly Component[], world: ApplyWorld): void {
  world.store.transaction(world.actor, () => {
    for (const [type, work] of Object.entries(apply))
      for (const component of components) if (component.type === type) work(component, world)
  })
}
