import { defineEntity, field } from '../../../engine/entity.ts'
import { syncStatus } from './sync-status.ts'
import { keyed, system } from './system.ts'

/** A person we talk to. */
export const contact = defineEntity(
  system,
  'Contact',
  { label: 'contact', ...keyed },
  {
    Id: field.id(),
    AccountId: field.reference(),
    /** The company that the account names. */
    AccountCompany: { ...field.text(80), path: 'Account.BC_Company__c' },
    FirstName: field.text(40),
    LastName: field.text(80, 'required'),
    Title: field.text(128),
    Email: field.text(80),
    Phone: field.text(40),
    MobilePhone: field.text(40),
    BC_Key__c: field.text(80),
    BC_Number__c: field.text(20),
    ...syncStatus,
  },
)
