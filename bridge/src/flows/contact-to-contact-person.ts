import { contact as person, customer } from '../connectors/business-central/entities.ts'
import { account, contact } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import {
  after,
  always,
  belongsTo,
  computed,
  cut,
  from,
  linked,
  linkedField,
  onCreate,
  phoneNumber,
  shared,
  text,
} from '../mapping/index.ts'

/** A contact of an account is a contact person of its customer. */
export const contactToContactPerson = defineFlow('contact-to-contact-person', contact, person, {
  says: 'A contact becomes a contact person of the customer of its account.',
  whenReads: ['AccountId', 'AccountCompany'],
  when: (record, company) => {
    if (record.AccountId === null) return 'it has no account'
    return belongsTo(record.AccountCompany, company) || 'its account belongs to another company'
  },
  match: [
    ['email', 'companyNumber'],
    ['displayName', 'phoneNumber', 'companyNumber'],
  ],
  onTargetChanged: 'compare',
  onTargetDeleted: 'uncouple',
  onSourceDeleted: 'uncouple',
  map: {
    type: onCreate(always('Person')),
    displayName: computed(['FirstName', 'LastName'], 'FirstName and LastName, at most 100 characters', (record) =>
      [record.FirstName, record.LastName]
        .filter((name) => name !== null)
        .join(' ')
        .slice(0, 100),
    ),
    companyNumber: after(
      linked(account, 'AccountId', customer),
      linkedField(account, 'AccountId', customer, 'companyContactNumber'),
    ),
    jobTitle: shared(from('Title', cut(30))),
    email: shared(from('Email', text(80))),
    phoneNumber: shared(from('Phone', phoneNumber)),
    mobilePhoneNumber: shared(from('MobilePhone', phoneNumber)),
  },
  tellsSource: true,
})
