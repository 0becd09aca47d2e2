import type { FieldType } from '../schema.ts'

/**
 * The short form in which the `*.json` files of this folder list standard objects: what is left out follows from
 * the type. Lengths, picklist values and read-only flags as `describe` shows them in a new Developer Edition org
 * [Object Reference for the Salesforce Platform].
 */
export interface FieldSource {
  readonly name: string
  /** Default: the name split into words, `Id` as `ID`. */
  readonly label?: string
  readonly type: FieldType
  readonly length?: number
  readonly precision?: number
  readonly scale?: number
  /** Must be given on create and cannot be cleared. */
  readonly required?: boolean
  /** Only where it does not follow from `required` (read-only names, for example). */
  readonly nillable?: boolean
  readonly readOnly?: boolean
  readonly createOnly?: boolean
  /** Filled by the platform when it is left out on create. */
  readonly defaulted?: boolean
  readonly default?: unknown
  readonly unique?: boolean
  readonly idLookup?: boolean
  readonly nameField?: boolean
  readonly autoNumber?: boolean
  readonly displayFormat?: string
  readonly startingNumber?: number
  /** `*` = any object with records of its own, see `openReferences`. */
  readonly referenceTo?: readonly string[]
  readonly relationshipName?: string
  readonly childRelationshipName?: string
  readonly onParentDelete?: 'cascade' | 'restrict' | 'clear'
  readonly picklist?: readonly string[]
  /** Values outside `picklist` are refused. */
  readonly restricted?: boolean
  readonly compoundFieldName?: string
  /** False = field-level security cannot hide it (default: true for optional fields). */
  readonly permissionable?: boolean
}

export interface ObjectSource {
  readonly name: string
  readonly label: string
  readonly labelPlural: string
  readonly keyPrefix: string
  readonly changeEvents: boolean
  /** Has an `OwnerId`. */
  readonly owned?: boolean
  /** Queues may own it as well as users. */
  readonly ownedByQueues?: boolean
  /** Belongs to Setup: everybody may read it, only administrators write it. */
  readonly setup?: boolean
  /** False = made by the platform only. */
  readonly createable?: boolean
  /** False = goes with another record only. */
  readonly deletable?: boolean
  /** False = only `SystemModstamp` of the five audit fields. */
  readonly audited?: boolean
  readonly fields: readonly FieldSource[]
}
