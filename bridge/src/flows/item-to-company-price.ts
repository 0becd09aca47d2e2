import { item } from '../connectors/business-central/entities.ts'
import { companyPrice, pricebookEntry, product } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import {
  after,
  companyName,
  computed,
  from,
  ifKnown,
  knownIfAny,
  linked,
  matchOnly,
  namesCompany,
  onCreate,
  unless,
} from '../mapping/index.ts'

/**
 * An item's unit price in the price book that an admin has given to its company (BC Company on the price book). Salesforce takes a
 * price into another book only beside an active standard price, in the same currency.
 * [Object Reference: PricebookEntry]
 */
export const itemToCompanyPrice = defineFlow('item-to-company-price', item, companyPrice, {
  says: 'The unit price of an item becomes the price of its product in the price book of its company.',
  lane: 'catalogue',
  onByDefault: false,
  match: [['Pricebook2Id', 'Product2Id', 'CurrencyIsoCode']],
  retired: { IsActive: false },
  // A book that names the company no more is left as it is.
  belongs: {
    reads: ['Pricebook2Id', 'BookCompany'],
    to: ({ Pricebook2Id, BookCompany }: { Pricebook2Id: string | null; BookCompany: string | null }, company) =>
      Pricebook2Id !== null && BookCompany !== null && namesCompany(BookCompany, company),
    otherwise: 'no price book names its company, or it is blocked',
  },
  onTargetChanged: 'restore',
  onTargetDeleted: 'recreate',
  map: {
    Pricebook2Id: onCreate(
      unless('blocked', after(linked(item, 'id', pricebookEntry), knownIfAny('companyPricebook'))),
    ),
    Product2Id: onCreate(linked(item, 'id', product)),
    BookCompany: matchOnly(companyName()),
    CurrencyIsoCode: onCreate(ifKnown('currencies', 'several', from('currencyCode'))),
    UnitPrice: from('unitPrice'),
    IsActive: computed(['blocked'], 'not blocked', ({ blocked }) => !blocked),
  },
})
