import { customer, item, salesInvoice, salesInvoiceLine, salesOrder } from '../connectors/business-central/entities.ts'
import {
  account,
  billingCustomer,
  billingInvoice,
  invoiceLine,
  opportunity,
  order,
  product,
} from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import {
  always,
  companyName,
  firstOf,
  from,
  lines,
  linked,
  linkedField,
  linkedIfAny,
  linkedLater,
} from '../mapping/index.ts'

/** A Business Central sales invoice, draft or posted, with its lines, below the customer's account. */
export const invoiceToBillingInvoice = defineFlow('invoice-to-billing-invoice', salesInvoice, billingInvoice, {
  says: 'A sales invoice and its lines appear below the account, linked to the order they came from.',
  // A draft that is discarded in Business Central goes away here too: nothing in scope is ever withdrawn, what no longer exists is.
  withdrawn: () => undefined,
  approves: 'posting',
  confirms: {
    amount: 'totalAmountIncludingTax',
    currency: 'currencyCode',
    besides: ['customerId', 'invoiceDate', 'postingDate', 'dueDate', 'totalAmountExcludingTax', 'salesInvoiceLines'],
    // The customer is told by the mirror.
    movable: ['BC_Account__c'],
  },
  onTargetChanged: 'restore',
  map: {
    Name: from('number'),
    BC_Number__c: from('number'),
    BC_Type__c: always('Invoice'),
    BC_Status__c: from('status'),
    BC_Customer__c: linked(customer, 'customerId', billingCustomer),
    BC_Account__c: linked(customer, 'customerId', account),
    BC_Order__c: linkedLater(salesOrder, 'orderId', order),
    BC_Opportunity__c: firstOf(
      linkedIfAny(salesInvoice, 'id', opportunity),
      firstOf(
        linkedLater(salesOrder, 'orderId', opportunity),
        linkedField(salesOrder, 'orderId', order, 'OpportunityId'),
      ),
    ),
    BC_Order_Number__c: from('orderNumber'),
    BC_External_Document_Number__c: from('externalDocumentNumber'),
    BC_Invoice_Date__c: from('invoiceDate'),
    BC_Posting_Date__c: from('postingDate'),
    BC_Due_Date__c: from('dueDate'),
    BC_Total_Excluding_Tax__c: from('totalAmountExcludingTax'),
    BC_Tax__c: from('totalTaxAmount'),
    BC_Total__c: from('totalAmountIncludingTax'),
    BC_Remaining__c: from('remainingAmount'),
    BC_Currency_Code__c: from('currencyCode'),
    BC_Company__c: companyName(),
    Lines: lines('salesInvoiceLines', salesInvoiceLine, invoiceLine, {
      BC_Sequence__c: from('sequence'),
      BC_Line_Type__c: from('lineType'),
      BC_Item_Number__c: from('lineObjectNumber'),
      BC_Product__c: linkedLater(item, 'itemId', product),
      BC_Description__c: from('description'),
      BC_Unit_Of_Measure__c: from('unitOfMeasureCode'),
      BC_Quantity__c: from('quantity'),
      BC_Unit_Price__c: from('unitPrice'),
      BC_Discount_Percent__c: from('discountPercent'),
      BC_Amount__c: from('netAmount'),
      BC_Tax_Percent__c: from('taxPercent'),
      BC_Amount_Including_Tax__c: from('netAmountIncludingTax'),
    }),
  },
})
