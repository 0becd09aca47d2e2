import { defineEntity, field } from '../../../engine/entity.ts'
import { keyed, system } from './system.ts'

export const product = defineEntity(
  system,
  'Product2',
  { label: 'product', ...keyed },
  {
    Id: field.id(),
    Name: field.text(255, 'required'),
    ProductCode: field.text(255),
    Description: field.text(4000),
    IsActive: field.flag(),
    BC_Key__c: field.text(80),
    BC_Number__c: field.text(20),
    BC_Base_Unit__c: field.text(10),
    BC_Stock__c: field.number(),
    BC_Stock_As_Of__c: field.instant(),
    BC_Last_Synced__c: field.instant(),
  },
)
