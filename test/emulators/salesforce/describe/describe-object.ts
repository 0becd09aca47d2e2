import type { Access } from '../context.ts'
import type { ObjectSchema, Schema } from '../schema.ts'
import { setupObjects } from '../standard-objects/index.ts'
import { describeField } from './describe-field.ts'

/** What the global describe says of one object; the full describe begins with the same. */
export function describeSummary(object: ObjectSchema, access: Access, base: string): Record<string, unknown> {
  const root = `${base}/sobjects/${object.name}`
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: object.createable && access.canCreate(object.name),
    custom: object.custom,
    customSetting: false,
    deepCloneable: false,
    deletable: object.deletable && access.canDelete(object.name),
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: !setupObjects.has(object.name),
    mergeable: object.name === 'Account' || object.name === 'Contact',
    mruEnabled: !setupObjects.has(object.name),
    name: object.name,
    queryable: object.queryable,
    replicateable: !setupObjects.has(object.name),
    retrieveable: true,
    searchable: !setupObjects.has(object.name),
    triggerable: !setupObjects.has(object.name),
    undeletable: object.deletable && access.canDelete(object.name),
    updateable: object.updateable && access.canEdit(object.name),
    urls: { sobject: root, describe: `${root}/describe`, rowTemplate: `${root}/{ID}` },
  }
}

function childRelationships(object: ObjectSchema, schema: Schema, access: Access): Record<string, unknown>[] {
  return schema.objects().flatMap((child) =>
    child.fields
      .filter((field) => field.referenceTo.includes(object.name) && access.readableField(child.name, field.name))
      .map((field) => ({
        cascadeDelete: field.onParentDelete === 'cascade',
        childSObject: child.name,
        deprecatedAndHidden: false,
        field: field.name,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: field.childRelationshipName ?? null,
        restrictedDelete: field.onParentDelete === 'restrict',
      })),
  )
}

/** The JSON of `GET /sobjects/{S}/describe` for one user. */
export function describeObject(
  object: ObjectSchema,
  schema: Schema,
  access: Access,
  base: string,
): Record<string, unknown> {
  const master = '012000000000000AAA'
  return {
    actionOverrides: [],
    ...describeSummary(object, access, base),
    childRelationships: childRelationships(object, schema, access),
    compactLayoutable: !setupObjects.has(object.name),
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields
      .filter((field) => access.readableField(object.name, field.name))
      .map((field) => describeField(object, field, access)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: master,
        urls: { layout: `${base}/sobjects/${object.name}/describe/layouts/${master}` },
      },
    ],
    searchLayoutable: !setupObjects.has(object.name),
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: `All ${object.labelPlural}`, name: 'everything' },
      { label: `My ${object.labelPlural}`, name: 'mine' },
    ],
  }
}
