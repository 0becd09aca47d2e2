/** Field types as `describe` names them. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'phone'
  | 'email'
  | 'url'
  | 'reference'
  | 'address'
  | 'base64'
  | 'combobox'
  | 'long'

export interface PicklistValue {
  readonly value: string
  readonly label: string
  readonly active: boolean
  readonly defaultValue: boolean
}

/** A roll-up summary: what a master says of its details. */
export interface RollUp {
  readonly operation: 'count' | 'sum' | 'min' | 'max'
  readonly child: string
  /** The details' master-detail field to this object. */
  readonly foreignKey: string
  /** The details' field that is summed up; absent when they are counted. */
  readonly field?: string
  readonly filters: readonly { readonly field: string; readonly operation: string; readonly value: string }[]
}

/** One field, in the terms of `describe` (which is made from it), plus the few things describe does not say. */
export interface FieldSchema {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly custom: boolean
  /** Characters; 0 when the type has no length. */
  readonly length: number
  readonly precision: number
  readonly scale: number
  readonly nillable: boolean
  readonly createable: boolean
  readonly updateable: boolean
  readonly defaultedOnCreate: boolean
  readonly unique: boolean
  readonly externalId: boolean
  readonly idLookup: boolean
  readonly caseSensitive: boolean
  readonly nameField: boolean
  readonly autoNumber: boolean
  /** For auto numbers, e.g. `BCL-{000000}`. */
  readonly displayFormat?: string
  /** First number of an auto number (default 1). */
  readonly startingNumber?: number
  readonly calculated: boolean
  readonly rollUp?: RollUp
  /** A formula: worked out whenever it is read, never stored. */
  readonly formula?: { readonly text: string; readonly blanksAsZero: boolean }
  readonly defaultValue?: unknown
  readonly referenceTo: readonly string[]
  /** The parent's name in SOQL paths and nested references, e.g. `Account` or `BC_Customer__r`. */
  readonly relationshipName?: string
  /** The children's name on the parent, e.g. `OrderItems` or `BC_Invoices__r`. */
  readonly childRelationshipName?: string
  readonly masterDetail: boolean
  readonly onParentDelete: 'cascade' | 'restrict' | 'clear'
  readonly picklistValues: readonly PicklistValue[]
  readonly restrictedPicklist: boolean
  /** The compound field that this one is a part of, e.g. `BillingAddress` for `BillingCity`. */
  readonly compoundFieldName?: string
  /** False for fields that field-level security cannot hide (required, master-detail, system and name fields). */
  readonly permissionable: boolean
  readonly inlineHelpText?: string
}

/** An active validation rule: the row is in error when the formula is true. */
export interface ValidationRule {
  readonly formula: string
  readonly message: string
  /** Where the error is shown; left out = at the top of the page. */
  readonly field?: string
}

export interface ObjectSchema {
  readonly name: string
  readonly label: string
  readonly labelPlural: string
  readonly keyPrefix: string
  readonly custom: boolean
  /** In declaration order: standard fields first. Look up case-insensitively with `fieldOf`. */
  readonly fields: readonly FieldSchema[]
  /** Left out when there are none. */
  readonly validationRules?: readonly ValidationRule[]
  readonly queryable: boolean
  readonly createable: boolean
  readonly updateable: boolean
  readonly deletable: boolean
  /** Whether Change Data Capture can carry it. */
  readonly changeEvents: boolean
}

export interface Schema {
  /** Case-insensitive; undefined when the org has no such object. */
  object(name: string): ObjectSchema | undefined
  objects(): readonly ObjectSchema[]
  /** Grows with every deploy that changed an object: Avro schema ids are made from it. */
  readonly version: number
}

/** The object whose fields a plain path through a reference finds; of several, that of people. */
export const parentOf = (
  field: Pick<FieldSchema, 'referenceTo'>,
  schema: Pick<Schema, 'object'>,
): ObjectSchema | undefined => schema.object(field.referenceTo.includes('User') ? 'User' : (field.referenceTo[0] ?? ''))

const byName = new WeakMap<ObjectSchema, ReadonlyMap<string, FieldSchema>>()

/** The field of that name, whatever its case. */
export function fieldOf(object: ObjectSchema, name: string): FieldSchema | undefined {
  let fields = byName.get(object)
  if (!fields) {
    fields = new Map(object.fields.map((field) => [field.name.toLowerCase(), field]))
    byName.set(object, fields)
  }
  return fields.get(name.toLowerCase())
}
