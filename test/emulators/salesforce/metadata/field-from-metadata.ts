import type { FieldSchema, FieldType, PicklistValue, RollUp } from '../schema.ts'
import { type Component, child, children, flag, number, text, type XmlElement } from './component.ts'

/** Metadata field type → what `describe` calls it, and the length it has when the metadata says none. */
export const fieldTypes: Readonly<Record<string, { readonly type: FieldType; readonly length?: number }>> = {
  Text: { type: 'string' },
  TextArea: { type: 'textarea', length: 255 },
  LongTextArea: { type: 'textarea' },
  Html: { type: 'textarea' },
  Number: { type: 'double' },
  Currency: { type: 'currency' },
  Percent: { type: 'percent' },
  Date: { type: 'date' },
  DateTime: { type: 'datetime' },
  Time: { type: 'time' },
  Email: { type: 'email', length: 80 },
  Phone: { type: 'phone', length: 40 },
  Url: { type: 'url', length: 255 },
  Checkbox: { type: 'boolean' },
  Picklist: { type: 'picklist', length: 255 },
  MultiselectPicklist: { type: 'multipicklist', length: 4099 },
  AutoNumber: { type: 'string', length: 30 },
  Lookup: { type: 'reference', length: 18 },
  MasterDetail: { type: 'reference', length: 18 },
  Summary: { type: 'double' },
}

function picklistValues(body: XmlElement): readonly PicklistValue[] {
  const definition = child(child(body, 'valueSet') ?? {}, 'valueSetDefinition') ?? {}
  return children(definition, 'value').map((value) => ({
    value: text(value, 'fullName') ?? '',
    label: text(value, 'label') ?? text(value, 'fullName') ?? '',
    active: text(value, 'isActive') !== 'false',
    defaultValue: flag(value, 'default'),
  }))
}

/** `SetNull` (the default), `Restrict`, `Cascade`; a detail goes with its master. */
function onParentDelete(body: XmlElement): FieldSchema['onParentDelete'] {
  if (text(body, 'type') === 'MasterDetail') return 'cascade'
  const constraint = text(body, 'deleteConstraint')
  return constraint === 'Cascade' ? 'cascade' : constraint === 'Restrict' ? 'restrict' : 'clear'
}

function defaultValue(body: XmlElement, values: readonly PicklistValue[]): unknown {
  if (text(body, 'type') === 'Checkbox') return text(body, 'defaultValue')?.toLowerCase() === 'true'
  const chosen = values.find((value) => value.defaultValue)
  if (chosen) return chosen.value
  // Other defaults are formulas; a deploy of one is refused, so none is left to evaluate here.
  return undefined
}

/** `Bill_Line__c.Amount__c` → its field. */
const fieldPart = (path: string | undefined): string => path?.split('.')[1] ?? ''

function rollUp(body: XmlElement): RollUp {
  const summarized = text(body, 'summarizedField')
  const foreignKey = text(body, 'summaryForeignKey')
  return {
    operation: (text(body, 'summaryOperation') ?? 'count') as RollUp['operation'],
    child: foreignKey?.split('.')[0] ?? '',
    foreignKey: fieldPart(foreignKey),
    ...(summarized === undefined ? {} : { field: fieldPart(summarized) }),
    filters: children(body, 'summaryFilterItems').map((item) => ({
      field: fieldPart(text(item, 'field')),
      operation: text(item, 'operation') ?? 'equals',
      value: text(item, 'value') ?? '',
    })),
  }
}

/** A field of the org from the CustomField that was deployed. */
export function fieldFromMetadata(component: Component): FieldSchema {
  const { body } = component
  const name = component.fullName.slice(component.fullName.indexOf('.') + 1)
  const metadataType = text(body, 'type') ?? 'Text'
  const type = fieldTypes[metadataType] ?? { type: 'string' }
  const relation = type.type === 'reference'
  const masterDetail = metadataType === 'MasterDetail'
  const autoNumber = metadataType === 'AutoNumber'
  const checkbox = metadataType === 'Checkbox'
  const summary = metadataType === 'Summary'
  const formula = text(body, 'formula')
  const readOnly = autoNumber || summary || formula !== undefined
  const required = flag(body, 'required') || masterDetail
  const values = picklistValues(body)
  const start = defaultValue(body, values)
  const help = text(body, 'inlineHelpText')
  const childName = text(body, 'relationshipName')
  return {
    name,
    label: text(body, 'label') ?? name,
    type: type.type,
    custom: true,
    length: formula !== undefined && type.type === 'string' ? 1300 : (number(body, 'length') ?? type.length ?? 0),
    precision: number(body, 'precision') ?? 0,
    scale: number(body, 'scale') ?? 0,
    nillable: !(required || checkbox || autoNumber),
    createable: !readOnly,
    updateable: !readOnly && !(masterDetail && !flag(body, 'reparentableMasterDetail')),
    defaultedOnCreate: autoNumber || start !== undefined,
    unique: flag(body, 'unique'),
    externalId: flag(body, 'externalId'),
    idLookup: flag(body, 'externalId'),
    caseSensitive: flag(body, 'caseSensitive'),
    nameField: false,
    autoNumber,
    ...(autoNumber ? { displayFormat: text(body, 'displayFormat') ?? '{0}' } : {}),
    ...(autoNumber ? { startingNumber: number(body, 'startingNumber') ?? 1 } : {}),
    calculated: summary || formula !== undefined,
    ...(formula === undefined
      ? {}
      : { formula: { text: formula, blanksAsZero: text(body, 'formulaTreatBlanksAs') !== 'BlankAsBlank' } }),
    ...(summary ? { rollUp: rollUp(body) } : {}),
    ...(start === undefined ? {} : { defaultValue: start }),
    referenceTo: relation ? [text(body, 'referenceTo') ?? ''] : [],
    ...(relation ? { relationshipName: name.replace(/__c$/, '__r') } : {}),
    ...(relation && childName !== undefined ? { childRelationshipName: `${childName}__r` } : {}),
    masterDetail,
    onParentDelete: onParentDelete(body),
    picklistValues: values,
    restrictedPicklist: flag(child(body, 'valueSet') ?? {}, 'restricted'),
    permissionable: !required,
    ...(help === undefined ? {} : { inlineHelpText: help }),
  }
}
