import { field } from '../../../engine/entity.ts'

/** Codes of dimension values that a record is reckoned to. */
export const dimensions = {
  BC_Business_Unit__c: field.text(20),
  BC_Department__c: field.text(20),
  BC_Cost_Center__c: field.text(20),
  BC_Project__c: field.text(20),
} as const
