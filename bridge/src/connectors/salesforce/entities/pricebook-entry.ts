import { defineEntity, field } from '../../../engine/entity.ts'
import { keyed, system } from './system.ts'

export const pricebookEntry = defineEntity(
  system,
  'PricebookEntry',
  { label: 'price book entry', ...keyed },
  {
    Id: field.id(),
    Pricebook2Id: field.reference('required'),
    Product2Id: field.reference('required'),
    UnitPrice: field.number('required'),
    /** The key of its product. */
    ProductKey: { ...field.text(80), path: 'Product2.BC_Key__c' },
    /** In orgs with several currencies only. */
    CurrencyIsoCode: { ...field.text(3), ifPresent: true },
    IsActive: field.flag(),
    BC_Key__c: field.text(80),
    BC_Last_Synced__c: field.instant(),
  },
)

/** The price of a product in the price book that an admin has given to a company: one beside the standard price, whoever made that. */
export const companyPrice = defineEntity(
  system,
  'PricebookEntry',
  { label: 'company price', ...keyed, apart: 'book' },
  {
    ...pricebookEntry.fields,
    /** The company that its price book belongs to now. */
    BookCompany: { ...field.text(80), path: 'Pricebook2.BC_Company__c' },
  },
)
