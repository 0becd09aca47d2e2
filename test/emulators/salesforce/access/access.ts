import type { Access } from '../context.ts'
import type { Store } from '../data/store.ts'
import { fieldOf, type FieldSchema, type ObjectSchema, type Schema } from '../schema.ts'
import { setupObjects } from '../standard-objects/index.ts'
import type { Switches } from '../switches.ts'
import { derivedRights } from './derived.ts'
import { type Granted, granted } from './permission-sets.ts'
import { type ProfileRights, profiles } from './profiles.ts'

interface Grounds {
  readonly userId: string
  readonly profile: ProfileRights
  readonly sets: Granted
  readonly schema: Schema
  readonly switches: Pick<Switches, 'administratorsSeeAllFields'>
}

/** Field-level security is set on the compound field for addresses (`Account.BillingAddress`), not on its parts. */
function permissionKey(object: ObjectSchema, field: FieldSchema): string {
  const whole = field.compoundFieldName?.endsWith('Address') ? field.compoundFieldName : field.name
  return `${object.name}.${whole}`.toLowerCase()
}

function accessFrom({ userId, profile, sets, schema, switches }: Grounds): Access {
  const { administrator } = profile
  type Right = 'read' | 'create' | 'edit' | 'delete' | 'viewAll'

  function may(name: string, right: Right): boolean {
    const object = schema.object(name)
    if (!object) return false
    const setup = setupObjects.has(object.name)
    if (administrator || (setup && right === 'read')) return true
    if (setup) return false
    const derived = derivedRights[object.name]?.[right === 'viewAll' ? 'read' : right]
    if (derived) return derived.every(([parent, needed]) => may(parent, right === 'viewAll' ? 'viewAll' : needed))
    if (right !== 'viewAll' && profile.standardObjects.includes(object.name)) return true
    const all = has(right === 'read' || right === 'viewAll' ? 'ViewAllData' : 'ModifyAllData')
    return all || (sets.objects.get(object.name.toLowerCase())?.[right] ?? false)
  }

  const has = (permission: string): boolean =>
    administrator ||
    profile.userPermissions.includes(permission) ||
    sets.userPermissions.has(permission.toLowerCase()) ||
    sets.userPermissions.has('modifyalldata')

  /** undefined = no such field, or field-level security says nothing of it and so hides it. */
  function fieldRight(name: string, fieldName: string): 'read' | 'edit' | undefined {
    const object = schema.object(name)
    const field = object && fieldOf(object, fieldName)
    if (!object || !field) return undefined
    if (!field.permissionable || setupObjects.has(object.name)) return 'edit'
    if (administrator && switches.administratorsSeeAllFields) return 'edit'
    const fromProfile = !field.custom && (administrator || profile.standardObjects.includes(object.name))
    if (fromProfile) return 'edit'
    const editable = sets.fields.get(permissionKey(object, field))
    return editable === undefined ? undefined : editable ? 'edit' : 'read'
  }

  return {
    userId,
    canRead: (object) => may(object, 'read'),
    canCreate: (object) => may(object, 'create'),
    canEdit: (object) => may(object, 'edit'),
    canDelete: (object) => may(object, 'delete'),
    canViewAll: (object) => may(object, 'viewAll'),
    has,
    readableField: (object, field) => may(object, 'read') && fieldRight(object, field) !== undefined,
    editableField: (object, field) =>
      (may(object, 'edit') || may(object, 'create')) && fieldRight(object, field) === 'edit',
    readable: (object) => may(object, 'read'),
  }
}

/** Objects whose rows decide what users may do; a change to one makes all cached answers stale. */
const decisive = new Set([
  'User',
  'PermissionSet',
  'PermissionSetAssignment',
  'PermissionSetGroupComponent',
  'ObjectPermissions',
  'FieldPermissions',
])

/** The access of any user, worked out once and kept until a permission, an assignment or the schema changes. */
export function createAccess(options: {
  store: Store
  schema: Schema
  switches: Pick<Switches, 'administratorsSeeAllFields'>
}): (userId: string) => Access {
  const { store, schema, switches } = options
  const known = new Map<string, Access>()
  let version = schema.version
  store.onCommit(({ changes }) => {
    if (changes.some((change) => decisive.has(change.object))) known.clear()
  })
  const nothing: ProfileRights = { name: '', administrator: false, standardObjects: [], userPermissions: [] }
  return (userId) => {
    if (version !== schema.version) {
      known.clear()
      version = schema.version
    }
    const cached = known.get(userId)
    if (cached) return cached
    const profileRow = store.get('Profile', String(store.get('User', userId)?.ProfileId))
    const profile = profiles.find((candidate) => candidate.name === profileRow?.Name) ?? nothing
    const access = accessFrom({ userId, profile, sets: granted(store, userId), schema, switches })
    known.set(userId, access)
    return access
  }
}
