import { accountToVendor } from './account-to-vendor.ts'
import { contactPersonToContact } from './contact-person-to-contact.ts'
import { contactToContactPerson } from './contact-to-contact-person.ts'
import { vendorToAccount } from './vendor-to-account.ts'
import { accountToCustomer } from './account-to-customer.ts'
import { creditMemoToBillingInvoice } from './credit-memo-to-billing-invoice.ts'
import { customerToAccount } from './customer-to-account.ts'
import { customerToBillingCustomer } from './customer-to-billing-customer.ts'
import type { Flow } from '../engine/define-flow.ts'
import { invoiceToBillingInvoice } from './invoice-to-billing-invoice.ts'
import { itemStockToProduct } from './item-stock-to-product.ts'
import { itemToCompanyPrice } from './item-to-company-price.ts'
import { itemToPricebookEntry } from './item-to-pricebook-entry.ts'
import { itemToProduct } from './item-to-product.ts'
import { opportunityToSalesInvoice } from './opportunity-to-sales-invoice.ts'
import { opportunityToSalesOrder } from './opportunity-to-sales-order.ts'
import { opportunityToSalesQuote } from './opportunity-to-sales-quote.ts'
import { orderToSalesOrder } from './order-to-sales-order.ts'
import { paymentToBillingPayment } from './payment-to-billing-payment.ts'
import { salesInvoiceToOpportunity } from './sales-invoice-to-opportunity.ts'
import { salesOrderToOpportunity } from './sales-order-to-opportunity.ts'
import { salesOrderToOrder } from './sales-order-to-order.ts'
import { salesQuoteToOpportunity } from './sales-quote-to-opportunity.ts'

/** Every flow, in the order of the data: master data before documents, documents before what follows them. */
export const flows: readonly Flow[] = [
  itemToProduct,
  itemToPricebookEntry,
  itemToCompanyPrice,
  itemStockToProduct,
  accountToCustomer,
  customerToAccount,
  customerToBillingCustomer,
  contactToContactPerson,
  contactPersonToContact,
  accountToVendor,
  vendorToAccount,
  orderToSalesOrder,
  opportunityToSalesQuote,
  opportunityToSalesOrder,
  opportunityToSalesInvoice,
  salesOrderToOrder,
  salesOrderToOpportunity,
  salesQuoteToOpportunity,
  salesInvoiceToOpportunity,
  invoiceToBillingInvoice,
  creditMemoToBillingInvoice,
  paymentToBillingPayment,
]
