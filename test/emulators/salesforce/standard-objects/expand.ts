import type { FieldSchema, ObjectSchema } from '../schema.ts'
import type { FieldSource, ObjectSource } from './source.ts'

const addressParts: readonly FieldSource[] = [
  { name: 'Street', type: 'textarea', length: 255 },
  { name: 'City', type: 'string', length: 40 },
  { name: 'State', label: 'State/Province', type: 'string', length: 80 },
  { name: 'PostalCode', label: 'Zip/Postal Code', type: 'string', length: 20 },
  { name: 'Country', type: 'string', length: 80 },
  { name: 'Latitude', type: 'double', precision: 18, scale: 15 },
  { name: 'Longitude', type: 'double', precision: 18, scale: 15 },
  {
    name: 'GeocodeAccuracy',
    label: 'Geocode Accuracy',
    type: 'picklist',
    length: 40,
    picklist: [
      'Address',
      'NearAddress',
      'Block',
      'Street',
      'ExtendedZip',
      'Zip',
      'Neighborhood',
      'City',
      'County',
      'State',
      'Unknown',
    ],
  },
]

const user = { type: 'reference', referenceTo: ['User'] } as const

/** The fields every object has, in `describe` order; `Id` and `IsDeleted` first, the audit fields last. */
export const leadingFields: readonly FieldSource[] = [
  { name: 'Id', label: 'Record ID', type: 'id', length: 18, readOnly: true, nillable: false, idLookup: true },
  { name: 'IsDeleted', label: 'Deleted', type: 'boolean', readOnly: true },
]
export const ownerField: FieldSource = {
  ...user,
  name: 'OwnerId',
  relationshipName: 'Owner',
  nillable: false,
  defaulted: true,
  permissionable: false,
}
/** Of custom objects and Order: a queue, which is a Group, may own them too. */
export const sharedOwnerField: FieldSource = { ...ownerField, referenceTo: ['Group', 'User'] }
export const trailingFields: readonly FieldSource[] = [
  { name: 'CreatedDate', type: 'datetime', readOnly: true, nillable: false },
  { ...user, name: 'CreatedById', relationshipName: 'CreatedBy', readOnly: true, nillable: false },
  { name: 'LastModifiedDate', type: 'datetime', readOnly: true, nillable: false },
  { ...user, name: 'LastModifiedById', relationshipName: 'LastModifiedBy', readOnly: true, nillable: false },
  { name: 'SystemModstamp', type: 'datetime', readOnly: true, nillable: false },
]

const isSystem = (name: string): boolean =>
  [...leadingFields, ownerField, ...trailingFields].some((field) => field.name === name)

/** `BillingAddress` becomes its eight parts followed by the compound field itself, as `describe` lists them. */
function expandAddress(field: FieldSource): readonly FieldSource[] {
  const prefix = field.name.replace(/Address$/, '')
  const parts = addressParts.map((part) => ({
    ...part,
    name: `${prefix}${part.name}`,
    label: `${prefix} ${part.label ?? words(part.name)}`,
    compoundFieldName: field.name,
  }))
  return [...parts, { ...field, readOnly: true }]
}

/** `NumberOfEmployees` → `Number Of Employees`, `AccountId` → `Account ID`. */
function words(name: string): string {
  return name
    .replace(/Id$/, 'ID')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .trim()
}

/** Completes the short form of one field. */
export function expandField(field: FieldSource): FieldSchema {
  const required = field.required ?? false
  const boolean = field.type === 'boolean'
  const readOnly = (field.readOnly ?? false) || (field.autoNumber ?? false)
  return {
    name: field.name,
    label: field.label ?? words(field.name),
    type: field.type,
    custom: false,
    length: field.length ?? (field.type === 'reference' || field.type === 'id' ? 18 : 0),
    precision: field.type === 'int' ? 0 : (field.precision ?? 0),
    scale: field.scale ?? 0,
    nillable: field.nillable ?? !(required || boolean || field.autoNumber),
    createable: !readOnly,
    updateable: !readOnly && !field.createOnly,
    defaultedOnCreate: readOnly || boolean || (field.defaulted ?? false),
    unique: field.unique ?? false,
    externalId: false,
    idLookup: field.idLookup ?? false,
    caseSensitive: false,
    nameField: field.nameField ?? false,
    autoNumber: field.autoNumber ?? false,
    ...(field.displayFormat === undefined ? {} : { displayFormat: field.displayFormat }),
    ...(field.startingNumber === undefined ? {} : { startingNumber: field.startingNumber }),
    calculated: false,
    ...(field.default === undefined ? {} : { defaultValue: field.default }),
    referenceTo: field.referenceTo ?? [],
    ...(field.relationshipName === undefined ? {} : { relationshipName: field.relationshipName }),
    ...(field.childRelationshipName === undefined ? {} : { childRelationshipName: field.childRelationshipName }),
    masterDetail: false,
    onParentDelete: field.onParentDelete ?? 'clear',
    picklistValues: (field.picklist ?? []).map((value) => ({
      value,
      label: value,
      active: true,
      defaultValue: value === field.default,
    })),
    restrictedPicklist: field.restricted ?? false,
    ...(field.compoundFieldName === undefined ? {} : { compoundFieldName: field.compoundFieldName }),
    permissionable: field.permissionable ?? !(required || field.nameField || isSystem(field.name)),
  }
}

const trailingOf = ({ audited = true }: ObjectSource): readonly FieldSource[] =>
  audited ? trailingFields : trailingFields.filter((field) => field.name === 'SystemModstamp')

/** Completes one standard object: system fields added, compound addresses spelt out. */
export function expandObject(source: ObjectSource): ObjectSchema {
  const own = source.fields.flatMap((field) => (field.type === 'address' ? expandAddress(field) : [field]))
  const all = [
    ...leadingFields,
    ...own,
    ...(source.owned ? [source.ownedByQueues ? sharedOwnerField : ownerField] : []),
    ...trailingOf(source),
  ]
  return {
    name: source.name,
    label: source.label,
    labelPlural: source.labelPlural,
    keyPrefix: source.keyPrefix,
    custom: false,
    fields: all.map(expandField),
    queryable: true,
    createable: source.createable ?? true,
    updateable: true,
    deletable: source.deletable ?? !['User', 'Profile', 'Organization'].includes(source.name),
    changeEvents: source.changeEvents,
  }
}
