import { composed, defineEntity, field } from '../../../engine/entity.ts'
import { salesInvoiceLine } from './sales-invoices.ts'
import { record, system } from './system.ts'

/** Has the fields of an invoice's line, and those only. */
export const salesCreditMemoLine = defineEntity(
  system,
  'salesCreditMemoLine',
  { label: 'sales credit memo line', ...record },
  salesInvoiceLine.fields,
)

/**
 * Amounts are positive, as on the document: a credit memo over 100 lowers by 100 what the customer owes. Business Central
 * tells no remaining amount of credit memos; `remainingAmount` is worked out of the customer ledger, null when the ledger
 * does not have the document.
 */
export const salesCreditMemo = defineEntity(
  system,
  'salesCreditMemo',
  { label: 'sales credit memo', ...record },
  {
    id: field.id(),
    number: field.text(20, 'required'),
    externalDocumentNumber: field.text(35),
    creditMemoDate: field.day(),
    postingDate: field.day(),
    dueDate: field.day(),
    customerId: field.reference('required'),
    /** The invoice it corrects. */
    invoiceId: field.reference(),
    currencyCode: field.text(10),
    remainingAmount: composed(field.number()),
    totalAmountExcludingTax: field.number(),
    totalTaxAmount: field.number(),
    totalAmountIncludingTax: field.number(),
    status: field.choice(['Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective'], 'required'),
    salesCreditMemoLines: field.lines(salesCreditMemoLine),
  },
)
