import { children, type Component, flag, problem, type Problem, text } from '../component.ts'
import { derivedRights } from '../../access/derived.ts'
import { fieldOf } from '../../schema.ts'
import { type CheckWorld, has, type MetadataType, missing, notHere } from './metadata-type.ts'

/** User permissions that this sandbox knows, as `Permissions…` fields of PermissionSet. */
function knowsUserPermission(world: CheckWorld, name: string): boolean {
  const set = world.schema.object('PermissionSet')
  return set !== undefined && fieldOf(set, `Permissions${name}`) !== undefined
}

function checkFields(component: Component, world: CheckWorld): readonly Problem[] {
  return children(component.body, 'fieldPermissions').flatMap((permission) => {
    const name = text(permission, 'field') ?? ''
    const [objectName = '', fieldName = ''] = name.split('.')
    const object = world.schema.object(objectName)
    const field = object && fieldOf(object, fieldName)
    // Addresses are secured as a whole: only the compound field has permissions.
    if (!field || (field.compoundFieldName?.endsWith('Address') ?? false))
      return [missing('field', 'CustomField', name)]
    if (!field.permissionable) return [problem(`You cannot deploy to a required field: ${name}`)]
    if (flag(permission, 'editable') && !flag(permission, 'readable'))
      return [problem(`Field ${name}: edit requires read`)]
    return []
  })
}

function checkObjects(component: Component, world: CheckWorld): readonly Problem[] {
  const permissions = children(component.body, 'objectPermissions')
  const readable = new Set(permissions.filter((one) => flag(one, 'allowRead')).map((one) => text(one, 'object') ?? ''))
  const needs = (have: string, need: string, name: string): Problem =>
    problem(`Permission ${have} ${name} depends on permission(s): ${need} ${name}`)
  return permissions.flatMap((permission) => {
    const name = text(permission, 'object') ?? ''
    const object = world.schema.object(name)
    if (!object) return [missing('object', 'CustomObject', name)]
    if (derivedRights[object.name])
      return [
        problem(
          `INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: Object Type Name: bad value for restricted picklist field: ${name}`,
        ),
      ]
    const on = (tag: string): boolean => flag(permission, tag)
    const masters = object.fields.filter((field) => field.masterDetail).flatMap((field) => field.referenceTo)
    return [
      on('allowCreate') && !on('allowRead') && needs('Create', 'Read', name),
      on('allowEdit') && !on('allowRead') && needs('Edit', 'Read', name),
      on('allowDelete') && !on('allowEdit') && needs('Delete', 'Edit', name),
      on('viewAllRecords') && !on('allowRead') && needs('ViewAllRecords', 'Read', name),
      on('modifyAllRecords') &&
        !(on('allowDelete') && on('viewAllRecords')) &&
        needs('ModifyAllRecords', 'Delete', name),
      ...masters.map(
        (master) =>
          on('allowRead') &&
          !readable.has(master) &&
          problem(`Permission Read ${name} depends on permission(s): Read ${master}`),
      ),
    ].filter((one): one is Problem => typeof one === 'object')
  })
}

function checkReferences(component: Component, world: CheckWorld): readonly Problem[] {
  const named = (tag: string, field: string, type: string): Problem[] =>
    children(component.body, tag)
      .map((one) => text(one, field) ?? '')
      .filter((name) => !name.startsWith('standard-') && !name.startsWith('standard__') && !has(world, type, name))
      .map((name) => missing(field, type, name))
  const userPermissions = children(component.body, 'userPermissions').map((one) => text(one, 'name') ?? '')
  const enabled = new Set(userPermissions)
  const unsupported = [
    'classAccesses',
    'pageAccesses',
    'recordTypeVisibilities',
    'customMetadataTypeAccesses',
    'customSettingAccesses',
    'flowAccesses',
    'externalDataSourceAccesses',
    'externalCredentialPrincipalAccesses',
  ]
  return [
    ...named('tabSettings', 'tab', 'CustomTab'),
    ...named('applicationVisibilities', 'application', 'CustomApplication'),
    ...named('customPermissions', 'name', 'CustomPermission'),
    ...userPermissions
      .filter((name) => !knowsUserPermission(world, name))
      .map((name) => notHere(`The user permission ${name}`)),
    ...(enabled.has('EditActivatedOrders') && !enabled.has('ActivateOrder')
      ? [problem('Permission EditActivatedOrders depends on permission(s): ActivateOrder')]
      : []),
    ...unsupported
      .filter((tag) => component.body[tag] !== undefined)
      .map((tag) => notHere(`${tag} in a permission set`)),
  ]
}

/** What a permission set may grant, and what must be there for it. */
export const permissionSet: MetadataType = {
  name: 'PermissionSet',
  directory: 'permissionsets',
  suffix: 'permissionset',
  keyPrefix: '0PS',
  developerName: true,
  required: ['label'],
  elements: new Set(
    'fullName label description hasActivationRequired license userLicense applicationVisibilities fieldPermissions objectPermissions tabSettings userPermissions customPermissions classAccesses pageAccesses recordTypeVisibilities customMetadataTypeAccesses customSettingAccesses flowAccesses externalDataSourceAccesses externalCredentialPrincipalAccesses'.split(
      ' ',
    ),
  ),
  check: (component, world) => [
    ...checkFields(component, world),
    ...checkObjects(component, world),
    ...checkReferences(component, world),
  ],
}
