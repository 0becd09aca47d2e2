import type { FieldSchema, ObjectSchema } from '../schema.ts'
import currencyType from './CurrencyType.json' with { type: 'json' }
import { expandField, expandObject } from './expand.ts'
import { setupObjects } from './index.ts'
import type { FieldSource, ObjectSource } from './source.ts'

/** Objects without a currency of their own. */
const without = new Set(['ContentDocument', 'ContentVersion', 'ContentDocumentLink'])
/** The parent's currency is theirs. */
const inherited = new Set(['OpportunityLineItem', 'OrderItem'])

function isoCode(name: string, isoCodes: readonly string[], extra: Partial<FieldSource> = {}): FieldSchema {
  return expandField({
    name,
    label: name === 'CurrencyIsoCode' ? 'Currency ISO Code' : 'Information Currency',
    type: 'picklist',
    length: 3,
    picklist: isoCodes,
    restricted: true,
    defaulted: true,
    permissionable: false,
    ...extra,
  })
}

function withField(object: ObjectSchema, field: FieldSchema): ObjectSchema {
  // Standard fields come before the custom ones.
  const at = object.fields.findIndex((one) => one.custom)
  const fields = at < 0 ? [...object.fields, field] : object.fields.toSpliced(at, 0, field)
  return { ...object, fields }
}

/**
 * The objects of an org with multiple currencies: `CurrencyIsoCode` on every record, `CurrencyType`, and each user's own
 * currency. [Object Reference: CurrencyIsoCode in Common Fields; CurrencyType]
 * @param isoCodes the active currencies
 */
export function withCurrencies(objects: readonly ObjectSchema[], isoCodes: readonly string[]): readonly ObjectSchema[] {
  const equipped = objects.map((object) => {
    if (object.name === 'User') return withField(object, isoCode('DefaultCurrencyIsoCode', isoCodes))
    if (setupObjects.has(object.name) || without.has(object.name)) return object
    const limits = inherited.has(object.name)
      ? { readOnly: true }
      : object.name === 'PricebookEntry'
        ? { createOnly: true }
        : {}
    return withField(object, isoCode('CurrencyIsoCode', isoCodes, limits))
  })
  return [...equipped, expandObject(currencyType as ObjectSource)]
}
