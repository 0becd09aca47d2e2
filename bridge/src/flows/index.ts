import type { Flow } from '../engine/define-flow.ts'
import { accountToCustomer } from './account-to-customer.ts'
import { creditMemoToBillingInvoice } from './credit-memo-to-billing-invoice.ts'
import { customerToAccount } from './customer-to-account.ts'
import { customerToBillingCustomer } from './customer-to-billing-customer.ts'
import { invoiceToBillingInvoice } from './invoice-to-billing-invoice.ts'
import { itemToPricebookEntry } from './item-to-pricebook-entry.ts'
import { itemToProduct } from './item-to-product.ts'
import { orderToSalesOrder } from './order-to-sales-order.ts'
import { paymentToBillingPayment } from './payment-to-billing-payment.ts'
import { salesOrderToOrder } from './sales-order-to-order.ts'

/** Every flow, in the order of the data: master data before documents, documents before what follows them. */
export const flows: readonly Flow[] = [
  itemToProduct,
  itemToPricebookEntry,
  accountToCustomer,
  customerToAccount,
  customerToBillingCustomer,
  orderToSalesOrder,
  salesOrderToOrder,
  invoiceToBillingInvoice,
  creditMemoToBillingInvoice,
  paymentToBillingPayment,
]
