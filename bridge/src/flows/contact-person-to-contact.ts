import { contact as person, customer } from '../connectors/business-central/entities.ts'
import { account, contact } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { belongsTo, computed, from, isOwn, linked, onCreate, shared } from '../mapping/index.ts'

/** Business Central knows one name; the last word of it is taken for the family name, as Business Central itself does. */
const words = (name: string) => name.trim().split(/\s+/)

/** A contact person of a customer is a contact of its account. */
export const contactPersonToContact = defineFlow('contact-person-to-contact', person, contact, {
  says: 'A contact person becomes a contact of the account its customer is linked to; its name belongs to Salesforce from then on.',
  follows: ['contact-to-contact-person'],
  whenReads: ['type', 'customerId'],
  when: (record) => {
    if (record.type !== 'Person') return 'it is a company, not a person'
    return record.customerId !== null || 'it belongs to no customer'
  },
  match: [
    ['Email', 'AccountId'],
    ['LastName', 'FirstName', 'AccountId'],
  ],
  // A person may stand in the books of several companies; the contact is written by the account's own company, and until that
  // has the person by the one that made the contact.
  belongs: {
    reads: ['BC_Key__c', 'AccountCompany'],
    to: ({ BC_Key__c, AccountCompany }, company) => isOwn(BC_Key__c, company) || belongsTo(AccountCompany, company),
  },
  // Edited on both sides: what Salesforce says, as in the flow that this one follows.
  conflict: 'target',
  onTargetChanged: 'compare',
  map: {
    AccountId: linked(customer, 'customerId', account),
    FirstName: onCreate(
      computed(['displayName'], 'displayName without its last word', ({ displayName }) => {
        const first = words(displayName).slice(0, -1).join(' ')
        return first === '' ? null : first.slice(0, 40)
      }),
    ),
    LastName: onCreate(
      computed(['displayName'], 'the last word of displayName', ({ displayName }) =>
        (words(displayName).at(-1) ?? displayName).slice(0, 80),
      ),
    ),
    Title: shared(from('jobTitle')),
    Email: shared(from('email')),
    Phone: shared(from('phoneNumber')),
    MobilePhone: shared(from('mobilePhoneNumber')),
    BC_Number__c: from('number'),
  },
})
