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
    store.all('PermissionSet').find((row) => row.Name === fullName),
    {
      Name: fullName,
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

/** Metadata that people also see as rows: permission sets and notification types. The schema is already the new one. */
export function applyRows(components: readonly Component[], world: ApplyWorld): void {
  world.store.transaction(world.actor, () => {
    for (const component of components)
      if (component.type === 'PermissionSet') permissionSet(component, world)
      else if (component.type === 'CustomNotificationType') notificationType(component, world)
  })
}
