import type { EntitySet } from '../entities.ts'
import { companyInformation } from './company-information.ts'
import { defaultDimensions } from './dimensions/default-dimensions.ts'
import { dimensionSetLines } from './dimensions/dimension-set-lines.ts'
import { accounts } from './figures/accounts.ts'
import { agedAccountsReceivables, customerFinancialDetails } from './figures/customer-figures.ts'
import { customerSales } from './figures/customer-sales.ts'
import { customerLedgerEntries } from './figures/customer-ledger-entries.ts'
import { attachments, documentAttachments } from './files/attachments.ts'
import { pdfDocument } from './files/pdf-document.ts'
import { pictures } from './files/pictures.ts'
import { items, itemVariants } from './items/items.ts'
import { opportunities } from './opportunities.ts'
import type { Page } from './page.ts'
import { contactsInformation } from './parties/contacts-information.ts'
import { customerContacts } from './parties/customer-contacts.ts'
import { contacts } from './parties/contacts.ts'
import { customers } from './parties/customers.ts'
import { vendors } from './parties/vendors.ts'
import { paymentTerms } from './payment-terms.ts'
import { customerPayments } from './payments/customer-payments.ts'
import { journalLines } from './payments/journal-lines.ts'
import { customerPaymentJournals, journals } from './payments/journals.ts'
import { salesCreditMemo, salesInvoice, salesOrder, salesQuote } from './sales/document-kind.ts'
import { linePage } from './sales/line.ts'
import { salesCreditMemos } from './sales/sales-credit-memos.ts'
import { salesInvoices } from './sales/sales-invoices.ts'
import { salesOrders } from './sales/sales-orders.ts'
import { salesQuotes } from './sales/sales-quotes.ts'
import { webhookSupportedResources } from './webhook-supported-resources.ts'

/** Sets with code of their own. Every other set is plain: rows in, rows out. */
const pages: Readonly<Record<string, Page>> = {
  'v2.0/accounts': accounts,
  'v2.0/agedAccountsReceivables': agedAccountsReceivables,
  'v2.0/attachments': attachments,
  'v2.0/companies': { orderedBy: '_made' },
  'v2.0/companyInformation': companyInformation,
  'v2.0/contacts': contacts,
  'v2.0/contactsInformation': contactsInformation,
  'v2.0/customerContacts': customerContacts,
  'v2.0/customerFinancialDetails': customerFinancialDetails,
  'v2.0/customerPaymentJournals': customerPaymentJournals,
  'v2.0/customerPayments': customerPayments,
  'v2.0/customerSales': customerSales,
  'v2.0/customers': customers,
  'v2.0/defaultDimensions': defaultDimensions,
  'v2.0/dimensionSetLines': dimensionSetLines,
  'v2.0/documentAttachments': documentAttachments,
  'v2.0/itemVariants': itemVariants,
  'v2.0/items': items,
  'v2.0/journalLines': journalLines,
  'v2.0/journals': journals,
  'v2.0/opportunities': opportunities,
  'v2.0/paymentTerms': paymentTerms,
  'v2.0/pdfDocument': pdfDocument,
  'v2.0/pictures': pictures,
  'v2.0/salesCreditMemoLines': linePage(salesCreditMemo),
  'v2.0/salesCreditMemos': salesCreditMemos,
  'v2.0/salesInvoiceLines': linePage(salesInvoice),
  'v2.0/salesInvoices': salesInvoices,
  'v2.0/salesOrderLines': linePage(salesOrder),
  'v2.0/salesOrders': salesOrders,
  'v2.0/salesQuoteLines': linePage(salesQuote),
  'v2.0/salesQuotes': salesQuotes,
  'v2.0/vendors': vendors,
  'analytics/v1.0/customerLedgerEntries': customerLedgerEntries,
  'runtime/beta/webhookSupportedResources': webhookSupportedResources,
}
const noRules: Page = {}

/** Asked for with every property of every row, so found once per set. */
const found = new WeakMap<EntitySet, Page>()

/** The code behind a set. */
export function pageOf(set: EntitySet): Page {
  const known = found.get(set)
  if (known) return known
  const page = pages[`${set.api}/${set.name}`] ?? noRules
  found.set(set, page)
  return page
}
