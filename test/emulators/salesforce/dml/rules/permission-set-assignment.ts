import { refuse } from '../errors.ts'
import type { ObjectRules } from './rule.ts'

/** A permission set is assigned to a user once. */
export const permissionSetAssignment: ObjectRules = {
  beforeInsert(draft, { store }) {
    const other = store
      .find('PermissionSetAssignment', 'AssigneeId', draft.AssigneeId)
      .find((id) => store.get('PermissionSetAssignment', id)?.PermissionSetId === draft.PermissionSetId)
    if (other !== undefined)
      refuse(
        'DUPLICATE_VALUE',
        `duplicate value found: PermissionSetId duplicates value on record with id: ${other.slice(0, 15)}`,
        ['PermissionSetId', 'AssigneeId'],
      )
    draft.IsActive = true
  },
}
