import { fieldOf, type FieldSchema, type ObjectSchema, type Schema, type ValidationRule } from '../schema.ts'
import {
  expandField,
  expandObject,
  leadingFields,
  sharedOwnerField,
  trailingFields,
} from '../standard-objects/expand.ts'
import { standardObjects } from '../standard-objects/index.ts'
import { withCurrencies } from '../standard-objects/multi-currency.ts'
import { openReferences } from '../standard-objects/open-references.ts'
import { child, type Component, type Components, flag, number, text } from './component.ts'
import { fieldFromMetadata } from './field-from-metadata.ts'

export interface OrgSchema extends Schema {
  /** Makes `components` the org's metadata from now on. */
  use(components: Components): void
  /** Makes the objects again: an org setting changed. */
  refresh(): void
}

/** The ISO codes of an org with multiple currencies; empty in an org with one. */
export type Currencies = () => readonly string[]

const oneCurrency: Currencies = () => []

/** The Name field of a custom object: text the user writes, or an auto number. */
function nameField(component: Component): FieldSchema {
  const definition = child(component.body, 'nameField') ?? {}
  const autoNumber = text(definition, 'type') === 'AutoNumber'
  const plain = expandField({
    name: 'Name',
    type: 'string',
    length: 80,
    nameField: true,
    defaulted: true,
    idLookup: true,
  })
  return {
    ...plain,
    label: text(definition, 'label') ?? 'Name',
    // A custom object's text name is optional through the API: left out, it becomes the record id.
    nillable: !autoNumber,
    ...(autoNumber
      ? {
          autoNumber: true,
          createable: false,
          updateable: false,
          displayFormat: text(definition, 'displayFormat') ?? '{0}',
          startingNumber: number(definition, 'startingNumber') ?? 1,
        }
      : {}),
  }
}

function customObject(component: Component, keyPrefix: string, fields: readonly FieldSchema[]): ObjectSchema {
  const detail = fields.some((field) => field.masterDetail)
  const label = text(component.body, 'label') ?? component.fullName
  return {
    name: component.fullName,
    label,
    labelPlural: text(component.body, 'pluralLabel') ?? label,
    keyPrefix,
    custom: true,
    fields: [
      ...leadingFields.map(expandField),
      nameField(component),
      // Details have no owner of their own: the master's counts.
      ...(detail ? [] : [expandField(sharedOwnerField)]),
      ...trailingFields.map(expandField),
      ...fields,
    ],
    queryable: true,
    createable: true,
    updateable: true,
    deletable: true,
    changeEvents: true,
  }
}

/** A roll-up has the type of what it sums up; a count is a whole number. */
function typedRollUps(objects: ReadonlyMap<string, ObjectSchema>): readonly ObjectSchema[] {
  const typed = (field: FieldSchema): FieldSchema => {
    if (!field.rollUp) return field
    const child = objects.get(field.rollUp.child.toLowerCase())
    const summed = child && field.rollUp.field !== undefined ? fieldOf(child, field.rollUp.field) : undefined
    return { ...field, type: summed?.type ?? 'double', precision: 18, scale: summed?.scale ?? 0 }
  }
  return [...objects.values()].map((object) =>
    object.fields.some((field) => field.rollUp) ? { ...object, fields: object.fields.map(typed) } : object,
  )
}

/** The active validation rules by their object in lower case. */
function validationRules(components: Components): ReadonlyMap<string, readonly ValidationRule[]> {
  const active = [...components.values()].filter(({ type, body }) => type === 'ValidationRule' && flag(body, 'active'))
  const byObject = Map.groupBy(active, ({ fullName }) => fullName.slice(0, fullName.indexOf('.')).toLowerCase())
  return new Map(
    [...byObject].map(([name, rules]) => [
      name,
      rules.map(({ body }) => {
        const field = text(body, 'errorDisplayField')
        const formula = text(body, 'errorConditionFormula') ?? ''
        return { formula, message: text(body, 'errorMessage') ?? '', ...(field === undefined ? {} : { field }) }
      }),
    ]),
  )
}

/** Objects and fields that follow from the standard objects and the deployed metadata. */
export function buildObjects(
  components: Components,
  keyPrefixOf: (name: string) => string,
  currencies: Currencies = oneCurrency,
): ReadonlyMap<string, ObjectSchema> {
  const fields = new Map<string, FieldSchema[]>()
  for (const component of components.values()) {
    if (component.type !== 'CustomField') continue
    const owner = component.fullName.slice(0, component.fullName.indexOf('.')).toLowerCase()
    const list = fields.get(owner)
    if (list) list.push(fieldFromMetadata(component))
    else fields.set(owner, [fieldFromMetadata(component)])
  }
  const objects = new Map<string, ObjectSchema>()
  for (const source of standardObjects) {
    const standard = expandObject(source)
    const key = source.name.toLowerCase()
    objects.set(key, { ...standard, fields: [...standard.fields, ...(fields.get(key) ?? [])] })
  }
  for (const component of components.values()) {
    if (component.type !== 'CustomObject' || !component.fullName.endsWith('__c')) continue
    const key = component.fullName.toLowerCase()
    objects.set(key, customObject(component, keyPrefixOf(component.fullName), fields.get(key) ?? []))
  }
  for (const [key, rules] of validationRules(components)) {
    const object = objects.get(key)
    if (object) objects.set(key, { ...object, validationRules: rules })
  }
  const open = openReferences(typedRollUps(objects))
  const isoCodes = currencies()
  const all = isoCodes.length === 0 ? open : withCurrencies(open, isoCodes)
  return new Map(all.map((object) => [object.name.toLowerCase(), object]))
}

/** Custom objects get `a00`, `a01`, … in the order in which they first appear. */
export function keyPrefixes(): (name: string) => string {
  const given = new Map<string, string>()
  return (name) => {
    const known = given.get(name)
    if (known !== undefined) return known
    const prefix = `a${given.size.toString(36).toUpperCase().padStart(2, '0')}`
    given.set(name, prefix)
    return prefix
  }
}

/** A schema over some components that nobody else sees: what a deploy is checked against. */
export function schemaOf(components: Components): Schema {
  const objects = buildObjects(components, () => 'a00')
  return { object: (name) => objects.get(name.toLowerCase()), objects: () => [...objects.values()], version: 0 }
}

export function createOrgSchema(currencies: Currencies = oneCurrency): OrgSchema {
  const keyPrefixOf = keyPrefixes()
  let org: Components = new Map()
  let objects = buildObjects(org, keyPrefixOf, currencies)
  let version = 1
  function use(components: Components): void {
    org = components
    objects = buildObjects(org, keyPrefixOf, currencies)
    version++
  }
  return {
    object: (name) => objects.get(name.toLowerCase()),
    objects: () => [...objects.values()],
    get version() {
      return version
    },
    use,
    refresh: () => use(org),
  }
}
