import type { Access } from '../context.ts'
import type { FieldSchema, ObjectSchema } from '../schema.ts'
import { flagsOf } from './field-flags.ts'
import { soapType } from './soap-type.ts'

const numeric = new Set(['double', 'currency', 'percent'])
const written = new Set(['string', 'textarea', 'picklist', 'multipicklist', 'phone', 'email', 'url', 'id', 'reference'])

/**
 * One entry of `fields` in describe, with all its keys. With `access`, `createable` and `updateable` are what this user may do.
 * [REST API Developer Guide: sObject Describe]
 */
export function describeField(object: ObjectSchema, field: FieldSchema, access?: Access): Record<string, unknown> {
  const editable = access?.editableField(object.name, field.name) ?? true
  const { aggregatable, filterable, groupable, sortable } = flagsOf(field)
  const relation = field.type === 'reference'
  return {
    aggregatable,
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: written.has(field.type) ? (relation || field.type === 'id' ? 18 : field.length * 3) : 0,
    calculated: field.calculated,
    calculatedFormula: field.formula?.text ?? null,
    cascadeDelete: field.onParentDelete === 'cascade',
    caseSensitive: field.caseSensitive,
    compoundFieldName: field.compoundFieldName ?? null,
    controllerName: null,
    createable: field.createable && editable,
    custom: field.custom,
    defaultValue: field.type === 'boolean' ? (field.defaultValue ?? false) : (field.defaultValue ?? null),
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? 9 : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: field.type === 'textarea' && field.length > 255 ? 'plaintextarea' : null,
    filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: field.formula?.blanksAsZero ?? false,
    groupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup,
    inlineHelpText: field.inlineHelpText ?? null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: false,
    nillable: field.nillable,
    permissionable: field.permissionable,
    picklistValues: field.picklistValues.map((choice) => ({ ...choice, validFor: null })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: numeric.has(field.type) ? field.precision : 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName ?? null,
    relationshipOrder: field.masterDetail ? 0 : null,
    restrictedDelete: field.onParentDelete === 'restrict',
    restrictedPicklist: field.restrictedPicklist,
    scale: numeric.has(field.type) ? field.scale : 0,
    searchPrefilterable: relation,
    soapType: soapType[field.type],
    sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && editable,
    writeRequiresMasterRead: false,
  }
}
