import {
  child,
  children,
  type Component,
  flag,
  number,
  problem,
  type Problem,
  text,
  type XmlElement,
} from '../component.ts'
import { fieldTypes } from '../field-from-metadata.ts'
import { formulaProblems } from './formula-field.ts'
import { summaries } from './roll-up-summary.ts'
import { type CheckWorld, type MetadataType, notHere } from './metadata-type.ts'

type Rule = (
  body: XmlElement,
  type: string,
  component: Component,
  world: CheckWorld,
) => readonly (Problem | false | undefined)[]

const mustSpecify = (tag: string, type: string): Problem =>
  problem(`Must specify '${tag}' for a CustomField of type ${type}`)
const canNot = (tag: string, type: string): Problem =>
  problem(`Can not specify '${tag}' for a CustomField of type ${type}`)

/** Field types of the Metadata API that this sandbox does not do. */
const otherTypes = new Set([
  'EncryptedText',
  'Location',
  'ExternalLookup',
  'IndirectLookup',
  'Hierarchy',
  'MetadataRelationship',
  'Array',
  'Address',
  'File',
])

const between = (value: number | undefined, low: number, high: number): boolean =>
  value !== undefined && value >= low && value <= high

const sizes: Rule = (body, type) => {
  const length = number(body, 'length')
  const precision = number(body, 'precision')
  const scale = number(body, 'scale')
  const numeric = type === 'Number' || type === 'Currency' || type === 'Percent'
  const long = type === 'LongTextArea' || type === 'Html'
  return [
    type === 'Text' && length === undefined && mustSpecify('length', type),
    type === 'Text' &&
      length !== undefined &&
      !between(length, 1, 255) &&
      problem('Value too large or too small for length: 1 to 255'),
    long &&
      (length === undefined
        ? mustSpecify('length', type)
        : !between(length, 256, 131_072) && problem('Value too large or too small for length: 256 to 131072')),
    long && number(body, 'visibleLines') === undefined && mustSpecify('visibleLines', type),
    numeric && precision === undefined && mustSpecify('precision', type),
    numeric && scale === undefined && mustSpecify('scale', type),
    numeric && precision !== undefined && !between(precision, 1, 18) && problem('Precision must be between 1 and 18'),
    numeric &&
      precision !== undefined &&
      scale !== undefined &&
      scale > precision &&
      problem('Scale must not be greater than precision'),
    !numeric && (precision !== undefined || scale !== undefined) && canNot('precision', type),
  ]
}

const choices: Rule = (body, type) => {
  const valueSet = child(body, 'valueSet')
  const values = children(child(valueSet ?? {}, 'valueSetDefinition') ?? {}, 'value')
  const names = values.map((value) => text(value, 'fullName') ?? '')
  const picklist = type === 'Picklist' || type === 'MultiselectPicklist'
  return [
    type === 'Checkbox' && text(body, 'defaultValue') === undefined && mustSpecify('defaultValue', type),
    type === 'Checkbox' &&
      body.defaultValue !== undefined &&
      !/^(true|false)$/i.test(text(body, 'defaultValue') ?? '') &&
      problem(`'${text(body, 'defaultValue') ?? ''}' is not a valid default value for a CustomField of type Checkbox`),
    type !== 'Checkbox' && body.defaultValue !== undefined && notHere('A default value formula'),
    picklist && !valueSet && mustSpecify('valueSet', type),
    picklist && valueSet?.valueSetName !== undefined && notHere('A global value set'),
    picklist &&
      valueSet !== undefined &&
      valueSet.valueSetName === undefined &&
      values.length === 0 &&
      problem('Picklist value set must have at least one value'),
    new Set(names.map((name) => name.toLowerCase())).size < names.length &&
      problem('Duplicate picklist values are not allowed'),
    picklist && child(valueSet ?? {}, 'controllingField') !== undefined && notHere('A dependent picklist'),
    type === 'MultiselectPicklist' && number(body, 'visibleLines') === undefined && mustSpecify('visibleLines', type),
    type === 'AutoNumber' && text(body, 'displayFormat') === undefined && mustSpecify('displayFormat', type),
  ]
}

const keys: Rule = (body, type) => [
  flag(body, 'externalId') && !['Text', 'Number', 'Email', 'AutoNumber'].includes(type) && canNot('externalId', type),
  flag(body, 'unique') && !['Text', 'Number', 'Email'].includes(type) && canNot('unique', type),
  body.caseSensitive !== undefined &&
    !flag(body, 'unique') &&
    problem("Can not specify 'caseSensitive' for a CustomField that is not unique"),
]

const relations: Rule = (body, type, component, world) => {
  if (type !== 'Lookup' && type !== 'MasterDetail') return []
  const [owner = ''] = component.fullName.split('.')
  const target = text(body, 'referenceTo')
  const name = text(body, 'relationshipName')
  const master = type === 'MasterDetail'
  const twin = [...world.components.values()].find(
    (other) =>
      other.type === 'CustomField' &&
      other.fullName !== component.fullName &&
      text(other.body, 'referenceTo') === target &&
      name !== undefined &&
      text(other.body, 'relationshipName')?.toLowerCase() === name.toLowerCase(),
  )
  return [
    target === undefined && mustSpecify('referenceTo', type),
    target !== undefined &&
      !world.schema.object(target) &&
      problem(`referenceTo value of '${target}' does not resolve to a valid sObject type`),
    twin !== undefined && problem(`There is already a Child Relationship named ${name ?? ''} on ${target ?? ''}.`),
    master && name === undefined && mustSpecify('relationshipName', type),
    master && body.required !== undefined && canNot('required', type),
    master && body.deleteConstraint !== undefined && canNot('deleteConstraint', type),
    master &&
      !owner.endsWith('__c') &&
      problem('A standard object cannot be on the detail side of a MasterDetail relationship'),
    body.lookupFilter !== undefined && notHere('A lookup filter'),
    !master &&
      flag(body, 'required') &&
      (text(body, 'deleteConstraint') ?? 'SetNull') === 'SetNull' &&
      problem('must specify either cascade delete or restrict delete for required lookup foreign key'),
  ]
}

const changes: Rule = (_body, type, component, world) => {
  const before = world.org.get(`customfield:${component.fullName.toLowerCase()}`)
  return [before !== undefined && text(before.body, 'type') !== type && notHere('Changing the type of a field')]
}

const elements = new Set(
  'fullName label type description inlineHelpText required trackHistory trackFeedHistory trackTrending length precision scale visibleLines externalId unique caseSensitive defaultValue valueSet displayFormat startingNumber referenceTo relationshipName relationshipLabel relationshipOrder reparentableMasterDetail writeRequiresMasterRead deleteConstraint lookupFilter formula formulaTreatBlanksAs summaryOperation summarizedField summaryForeignKey summaryFilterItems businessStatus securityClassification complianceGroup encryptionScheme maskChar maskType populateExistingRows stripMarkup isFilteringDisabled isNameField isSortingDisabled'.split(
    ' ',
  ),
)

/** A field, inside the file of its object. */
export const customField: MetadataType = {
  name: 'CustomField',
  directory: 'objects',
  suffix: 'object',
  keyPrefix: '00N',
  elements,
  check(component, world) {
    const { body } = component
    const [owner = '', name = ''] = component.fullName.split('.')
    if (!/^[A-Za-z][A-Za-z0-9_]*__c$/.test(name) || /__.*__c$/.test(name) || /___c$/.test(name))
      return [
        problem(
          `The custom field name "${name}" must begin with a letter, contain only alphanumeric characters and single underscores, and end in __c`,
        ),
      ]
    if (!world.schema.object(owner))
      return [problem(`Entity Enumeration Or ID: bad value for restricted picklist field: ${owner}`)]
    const type = text(body, 'type')
    if (type === undefined) return [problem('Required field is missing: type')]
    if (otherTypes.has(type)) return [notHere(`A field of type ${type}`)]
    if (!Object.hasOwn(fieldTypes, type)) return [problem(`'${type}' is not a valid value for the enum 'FieldType'`)]
    const label = text(body, 'label') ?? ''
    const found = [
      label === '' && problem('Required field is missing: label'),
      label.length > 40 && problem(`Label: data value too large: ${label} (max length=40)`),
      (text(body, 'description') ?? '').length > 1000 && problem('Description: data value too large (max length=1000)'),
      (text(body, 'inlineHelpText') ?? '').length > 510 && problem('Help Text: data value too large (max length=510)'),
      ...(body.formula === undefined
        ? [sizes, choices, keys, relations, changes, summaries].flatMap((rule) => rule(body, type, component, world))
        : [...formulaProblems(body, type, component, world), ...changes(body, type, component, world)]),
    ]
    return found.filter((one): one is Problem => typeof one === 'object')
  },
}
