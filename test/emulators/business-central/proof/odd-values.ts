import type { Property } from '../entities.ts'
import type { Dice } from '../../kit/testing/dice.ts'

/** Names no type has, those of JavaScript's own objects among them. */
export const nobodysName = ['nonsense', '__proto__', 'constructor', 'hasOwnProperty', 'toString'] as const

/** What no property expects, or only one of them. */
const odd: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e15,
  1e300,
  '',
  ' ',
  "it's",
  'ÄÖÜ 漢字 🙂',
  'x'.repeat(300),
  '00000000-0000-0000-0000-000000000000',
  '11111111-2222-3333-4444-555555555555',
  '2026-02-30',
  '0001-01-01',
  '9999-12-31',
  '_x0020_',
  {},
  [],
  [[]],
  { id: 1 },
  ...nobodysName,
]

/** Ids and codes that exist, by the set they are of: so that some writes succeed. */
export interface Known {
  id(set: string): string
  code(set: string): string
}

const targets: readonly (readonly [RegExp, string])[] = [
  [/^(customerId|billToCustomerId|customerNumber|billToCustomerNumber)$/, 'customers'],
  [/^item(Id|Number)$/, 'items'],
  [/^lineObjectNumber$/, 'items'],
  [/^(accountId|balancingAccountId|accountNumber|balancingAccountNumber)$/, 'accounts'],
  [/^currency/, 'currencies'],
  [/^paymentTerms/, 'paymentTerms'],
  [/^paymentMethod/, 'paymentMethods'],
  [/^shipmentMethod/, 'shipmentMethods'],
  [/^(baseU|u)nitOfMeasure/, 'unitsOfMeasure'],
  [/^location/, 'locations'],
  [/^itemVariant/, 'itemVariants'],
  [/^taxArea/, 'taxAreas'],
  [/^(taxGroup|taxCode)/, 'taxGroups'],
  [/^dimensionValue|^value|^shortcutDimension/, 'dimensionValues'],
  [/^dimension/, 'dimensions'],
  [/^appliesToInvoice|^invoice(Id|Number)/, 'salesInvoices'],
  [/^journal/, 'customerPaymentJournals'],
  [/ountry$/, 'countriesRegions'],
  [/^salesperson/, 'salespeoplePurchasers'],
]

/** A value for a property: mostly one that fits, sometimes an odd one. */
export function valueFor(name: string, property: Property, known: Known, dice: Dice): unknown {
  if (dice.chance(0.06)) return dice.pick(odd)
  const target = targets.find(([pattern]) => pattern.test(name))?.[1]
  switch (property.type) {
    case 'Guid':
      return target ? known.id(target) : known.id(dice.pick(['customers', 'items', 'salesOrders', 'salesInvoices']))
    case 'String':
      if (target && dice.chance(0.9)) return known.code(target)
      return `${dice.pick(['Alpha', 'beta', 'GAMMA', "O'Neil", '10D', '555 0100', 'a@b.example'])}${dice.chance(0.5) ? dice.below(50) : ''}`
    case 'Enum':
      return dice.pick(property.members ?? ['_x0020_'])
    case 'Date':
      return dice.pick(['2026-03-16', '2026-01-31', '2025-12-31', '2026-04-01', '0001-01-01'])
    case 'DateTimeOffset':
      return dice.pick(['2026-03-16T12:00:00Z', '2026-03-16T12:00:00.123+01:00', '0001-01-01T00:00:00Z'])
    case 'Decimal':
      return dice.pick([0, 1, 2, 3, 10, 0.1, 12.345, 99.99, 1000, -5, 100])
    case 'Int32':
    case 'Int64':
      return dice.pick([0, 1, 10000, 20000, -1])
    case 'Boolean':
      return dice.chance(0.5)
    case 'Stream':
      return 'bytes'
  }
}
