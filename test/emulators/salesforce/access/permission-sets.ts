import type { Row } from '../records.ts'
import type { Store } from '../data/store.ts'

export interface ObjectRights {
  readonly read: boolean
  readonly create: boolean
  readonly edit: boolean
  readonly delete: boolean
  readonly viewAll: boolean
}

/** The sum of the permission sets assigned to one user; names in lower case. */
export interface Granted {
  readonly objects: ReadonlyMap<string, ObjectRights>
  /** `account.bc_key__c` → may edit (present at all = may read). */
  readonly fields: ReadonlyMap<string, boolean>
  readonly userPermissions: ReadonlySet<string>
}

const on = (row: Row, field: string): boolean => row[field] === true

function addObject(objects: Map<string, ObjectRights>, row: Row): void {
  const key = String(row.SobjectType).toLowerCase()
  const before = objects.get(key)
  const all = on(row, 'PermissionsModifyAllRecords')
  objects.set(key, {
    read: on(row, 'PermissionsRead') || (before?.read ?? false),
    create: on(row, 'PermissionsCreate') || (before?.create ?? false),
    edit: on(row, 'PermissionsEdit') || (before?.edit ?? false),
    delete: on(row, 'PermissionsDelete') || (before?.delete ?? false),
    viewAll: on(row, 'PermissionsViewAllRecords') || all || (before?.viewAll ?? false),
  })
}

/** The set itself, and what is in the group that it stands for. */
function withComponents(store: Pick<Store, 'get' | 'find'>, set: Row): readonly Row[] {
  if (typeof set.PermissionSetGroupId !== 'string') return [set]
  const components = store
    .find('PermissionSetGroupComponent', 'PermissionSetGroupId', set.PermissionSetGroupId)
    .flatMap(
      (id) => store.get('PermissionSet', String(store.get('PermissionSetGroupComponent', id)?.PermissionSetId)) ?? [],
    )
  return [set, ...components]
}

/** Adds up what the assigned permission sets give; permissions only ever add, nothing takes away. */
export function granted(store: Pick<Store, 'get' | 'find'>, userId: string): Granted {
  const objects = new Map<string, ObjectRights>()
  const fields = new Map<string, boolean>()
  const userPermissions = new Set<string>()
  const rowsOf = (object: string, parent: string): readonly Row[] =>
    store.find(object, 'ParentId', parent).flatMap((id) => store.get(object, id) ?? [])
  for (const id of store.find('PermissionSetAssignment', 'AssigneeId', userId)) {
    const assigned = store.get('PermissionSet', String(store.get('PermissionSetAssignment', id)?.PermissionSetId))
    for (const set of assigned ? withComponents(store, assigned) : []) {
      for (const [name, value] of Object.entries(set))
        if (name.startsWith('Permissions') && value === true) userPermissions.add(name.slice(11).toLowerCase())
      for (const row of rowsOf('ObjectPermissions', set.Id)) addObject(objects, row)
      for (const row of rowsOf('FieldPermissions', set.Id)) {
        const key = String(row.Field).toLowerCase()
        if (on(row, 'PermissionsRead')) fields.set(key, on(row, 'PermissionsEdit') || (fields.get(key) ?? false))
      }
    }
  }
  return { objects, fields, userPermissions }
}
