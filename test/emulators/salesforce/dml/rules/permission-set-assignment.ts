import { refuse } from '../errors.ts'
import type { Draft, ObjectRules, RuleWorld } from './rule.ts'

/** A group is assigned by its own id or by that of the permission set that stands for it; the row tells both. */
function completeGroup(draft: Draft, { store }: RuleWorld): void {
  const { PermissionSetId: set, PermissionSetGroupId: group } = draft
  if (typeof set === 'string') {
    const standsFor = store.get('PermissionSet', set)?.PermissionSetGroupId ?? null
    if (typeof group === 'string' && group !== standsFor)
      refuse('INVALID_CROSS_REFERENCE_KEY', 'Specify either PermissionSetId or PermissionSetGroupId, not both.', [
        'PermissionSetId',
        'PermissionSetGroupId',
      ])
    draft.PermissionSetGroupId = standsFor
  } else if (typeof group === 'string') {
    const [whole] = store.find('PermissionSet', 'PermissionSetGroupId', group)
    draft.PermissionSetId = whole ?? null
  } else refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PermissionSetId]', ['PermissionSetId'])
}

/** A permission set, or a permission set group, is assigned to a user once. */
export const permissionSetAssignment: ObjectRules = {
  beforeInsert(draft, world) {
    const { store } = world
    completeGroup(draft, world)
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
