import { composed, defineEntity, field } from '../../../engine/entity.ts'
import { dimensions } from './dimensions.ts'
import { record, system } from './system.ts'

/**
 * A customer card, with the financial figures of `customerFinancialDetails` and the newest payment of its ledger, so
 * that one read gives the whole billing picture.
 */
export const customer = defineEntity(
  system,
  'customer',
  { label: 'customer', ...record },
  {
    id: field.id(),
    number: field.text(20),
    displayName: field.text(100, 'required'),
    type: field.choice(['Company', 'Person'], 'required'),
    addressLine1: field.text(100),
    addressLine2: field.text(50),
    city: field.text(30),
    state: field.text(30),
    country: field.text(10),
    postalCode: field.text(20),
    phoneNumber: field.text(30),
    email: field.text(80),
    website: field.text(80),
    taxRegistrationNumber: field.text(20),
    creditLimit: field.number(),
    currencyCode: field.text(10),
    paymentTermsId: field.reference(),
    /** The API takes the id of the terms; the writer looks it up. */
    paymentTermsCode: field.text(10),
    /** Display name of the payment terms. */
    paymentTerms: composed(field.text(100)),
    /** null = not blocked. */
    blocked: field.choice(['Ship', 'Invoice', 'All']),
    /** The local currency of the company: all amounts of a customer are in it. */
    localCurrencyCode: composed(field.text(10)),
    /** Worked out by Business Central when read. */
    balance: composed(field.number()),
    overdueAmount: composed(field.number()),
    lastPaymentDate: composed(field.day()),
    lastPaymentAmount: composed(field.number()),
    /** Default dimensions, written only. */
    ...dimensions,
    /** When the figures were read. */
    readAt: composed(field.instant('required')),
    /** Number of the contact of type Company that stands for the customer: persons are hung below it. */
    companyContactNumber: composed(field.text(20)),
  },
)
