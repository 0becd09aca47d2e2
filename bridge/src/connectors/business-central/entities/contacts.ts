import { composed, defineEntity, field } from '../../../engine/entity.ts'
import { record, system } from './system.ts'

/**
 * A person we talk to at a customer. Business Central hangs persons below the contact of type Company that stands for the
 * customer, by that contact's number.
 */
export const contact = defineEntity(
  system,
  'contact',
  { label: 'contact', ...record },
  {
    id: field.id(),
    number: field.text(20),
    type: field.choice(['Company', 'Person'], 'required'),
    displayName: field.text(100, 'required'),
    jobTitle: field.text(30),
    companyNumber: field.text(20),
    email: field.text(80),
    phoneNumber: field.text(30),
    mobilePhoneNumber: field.text(30),
    /** The customer that the contact belongs to. */
    customerId: composed(field.reference()),
  },
)
