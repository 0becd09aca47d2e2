import type { Store } from '../data/store.ts'
import type { Actor, Row } from '../records.ts'
import type { Component } from './component.ts'

const named = (store: Store, object: string, field: string, name: string): readonly Row[] =>
  store.all(object).filter((row) => String(row[field]).toLowerCase() === name.toLowerCase())

/** Rows that stand for a component; a permission set of type Group belongs to its group. */
function rowsOf({ type, fullName }: Component, store: Store): readonly (readonly [object: string, row: Row])[] {
  switch (type) {
    case 'PermissionSet':
      return named(store, 'PermissionSet', 'Name', fullName)
        .filter((row) => row.Type !== 'Group')
        .map((row) => ['PermissionSet', row] as const)
    case 'PermissionSetGroup':
      return named(store, 'PermissionSetGroup', 'DeveloperName', fullName).flatMap((group) => [
        ...store
          .all('PermissionSet')
          .flatMap((set) => (set.PermissionSetGroupId === group.Id ? [['PermissionSet', set] as const] : [])),
        ['PermissionSetGroup', group] as const,
      ])
    case 'CustomNotificationType':
      return named(store, 'CustomNotificationType', 'DeveloperName', fullName).map(
        (row) => ['CustomNotificationType', row] as const,
      )
    default:
      return []
  }
}

/** Why the rows of a component forbid its deletion: a permission set, or a group, that somebody has. */
export function rowsInUse(component: Component, store: Store): string | undefined {
  const assigned = rowsOf(component, store).some(
    ([object, row]) =>
      object === 'PermissionSet' && store.find('PermissionSetAssignment', 'PermissionSetId', row.Id).length > 0,
  )
  return assigned ? `${component.fullName} is assigned to users. Remove the assignments and try again.` : undefined
}

/** Takes away what a deleted component left among the data: its rows, and the values of a field. Nobody is told. */
export function withdrawRows(components: readonly Component[], { store, actor }: { store: Store; actor: Actor }): void {
  store.transaction(actor, () => {
    for (const component of components) {
      for (const [object, row] of rowsOf(component, store)) {
        const details = ['ObjectPermissions', 'FieldPermissions'] as const
        for (const detail of object === 'PermissionSet' ? details : [])
          for (const id of store.find(detail, 'ParentId', row.Id)) store.erase(detail, id, false)
        if (object === 'PermissionSetGroup')
          for (const id of store.find('PermissionSetGroupComponent', 'PermissionSetGroupId', row.Id))
            store.erase('PermissionSetGroupComponent', id, false)
        store.erase(object, row.Id, false)
      }
      if (component.type === 'CustomField') {
        const [object = '', field = ''] = component.fullName.split('.')
        store.forgetField(object, field)
      }
    }
  })
}
