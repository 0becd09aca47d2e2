import { BusinessError, type Company, type Row } from '../../tables.ts'
import { noDate, noGuid } from '../../wire/blank.ts'
import type { Values } from '../../wire/coerce.ts'
import { addFormula } from '../../posting/date-formula.ts'
import type { DocumentKind } from './document-kind.ts'
import { text } from '../../wire/text.ts'

/**
 * The customer a document is for, unless it is blocked for such documents.
 *
 * @throws BusinessError 400
 */
export function customerFor(company: Company, kind: DocumentKind, values: Values): Row {
  const id = values['customerId']
  const customer = typeof id === 'string' && id !== noGuid ? company.table('customers').get(id) : undefined
  if (!customer) throw new BusinessError('The "customerId" or "customerNumber" must be provided.')
  return unlessBlocked(kind, customer)
}

/**
 * The customer that is billed: the one that was named, else the one on the customer's card – as `_billToCustomerId`, since the
 * API does not show it – else the customer itself. [base application, table Sales Header: SetBillToCustomerNo]
 *
 * @throws BusinessError 400 when it is blocked for such documents
 */
export function billToOf(company: Company, kind: DocumentKind, values: Values, customer: Row): Row {
  const named = text(values, 'billToCustomerId', noGuid)
  const id = named === noGuid ? text(customer, '_billToCustomerId') : named
  return unlessBlocked(kind, company.table('customers').get(id) ?? customer)
}

function unlessBlocked(kind: DocumentKind, customer: Row): Row {
  const blocked = text(customer, 'blocked', '_x0020_')
  if (kind.refusedWhenBlocked.includes(blocked))
    throw new BusinessError(
      `You cannot create this type of document when Customer ${String(customer['number'])} is blocked with type ${blocked}.`,
    )
  return customer
}

const address = (prefix: string, of: Row): Values => ({
  [`${prefix}AddressLine1`]: of['addressLine1'] ?? '',
  [`${prefix}AddressLine2`]: of['addressLine2'] ?? '',
  [`${prefix}City`]: of['city'] ?? '',
  [`${prefix}Country`]: of['country'] ?? '',
  [`${prefix}State`]: of['state'] ?? '',
  [`${prefix}PostCode`]: of['postalCode'] ?? '',
})

/**
 * What a document takes from the card of the customer that is billed. The API shows nothing of a card's _Prices Including VAT_:
 * it is not ticked. [base application, table Sales Header: SetBillToCustomerAddressFieldsFromCustomer]
 */
export const fromBillTo = (billTo: Row): Values => ({
  billToCustomerId: billTo.id,
  billToCustomerNumber: billTo['number'],
  billToName: billTo['displayName'],
  ...address('billTo', billTo),
  currencyId: billTo['currencyId'] ?? noGuid,
  currencyCode: billTo['currencyCode'] ?? '',
  paymentTermsId: billTo['paymentTermsId'] ?? noGuid,
  pricesIncludeTax: false,
})

/** What a new document takes from the customer card and from its bill-to customer. */
export function defaultsFrom(company: Company, kind: DocumentKind, customer: Row, billTo: Row): Values {
  const today = company.workDate()
  return {
    customerId: customer.id,
    customerNumber: customer['number'],
    customerName: customer['displayName'],
    ...fromBillTo(billTo),
    ...address('sellTo', customer),
    ...(kind.kind !== 'salesCreditMemo' && {
      ...address('shipTo', customer),
      shipToName: customer['displayName'],
      shipToContact: '',
    }),
    shipmentMethodId: customer['shipmentMethodId'] ?? noGuid,
    salesperson: customer['salespersonCode'] ?? '',
    phoneNumber: customer['phoneNumber'] ?? '',
    email: customer['email'] ?? '',
    [kind.dateProperty]: today,
    postingDate: kind.kind === 'salesQuote' ? noDate : today,
  }
}

/** The due date that the payment terms give; without terms it is the document's own date. */
export function dueDate(company: Company, kind: DocumentKind, document: Values): string {
  const from = text(document, kind.dateProperty, company.workDate())
  const terms = company.table('paymentTerms').get(text(document, 'paymentTermsId', noGuid))
  return addFormula(from, text(terms, 'dueDateCalculation'))
}
