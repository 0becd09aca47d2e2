import { defineEntity, field } from '../../../engine/entity.ts'
import { record, system } from './system.ts'

/** A company we buy from. */
export const vendor = defineEntity(
  system,
  'vendor',
  { label: 'vendor', ...record },
  {
    id: field.id(),
    number: field.text(20),
    displayName: field.text(100, 'required'),
    addressLine1: field.text(100),
    city: field.text(30),
    state: field.text(30),
    country: field.text(10),
    postalCode: field.text(20),
    phoneNumber: field.text(30),
    website: field.text(80),
    taxRegistrationNumber: field.text(20),
  },
)
