import {
  customer,
  item,
  salesCreditMemo,
  salesCreditMemoLine,
  salesInvoice,
} from '../connectors/business-central/entities.ts'
import { account, billingCustomer, billingInvoice, invoiceLine, product } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { always, companyName, from, lines, linked, linkedLater } from '../mapping/index.ts'

/** A Business Central sales credit memo, draft or posted, with its lines, beside the invoices. */
export const creditMemoToBillingInvoice = defineFlow(
  'credit-memo-to-billing-invoice',
  salesCreditMemo,
  billingInvoice,
  {
    says: 'A sales credit memo and its lines appear among the invoices, linked to the invoice it corrects.',
    // A draft that is discarded in Business Central goes away here too: nothing in scope is ever withdrawn, what no longer exists is.
    withdrawn: () => undefined,
    approves: 'posting',
    confirms: {
      amount: 'totalAmountIncludingTax',
      currency: 'currencyCode',
      besides: [
        'customerId',
        'creditMemoDate',
        'postingDate',
        'dueDate',
        'totalAmountExcludingTax',
        'salesCreditMemoLines',
      ],
      // The customer is told by the mirror.
      movable: ['BC_Account__c'],
    },
    onTargetChanged: 'restore',
    map: {
      Name: from('number'),
      BC_Number__c: from('number'),
      BC_Type__c: always('Credit Memo'),
      BC_Status__c: from('status'),
      BC_Customer__c: linked(customer, 'customerId', billingCustomer),
      BC_Account__c: linked(customer, 'customerId', account),
      BC_Corrects__c: linked(salesInvoice, 'invoiceId', billingInvoice),
      BC_External_Document_Number__c: from('externalDocumentNumber'),
      BC_Invoice_Date__c: from('creditMemoDate'),
      BC_Posting_Date__c: from('postingDate'),
      BC_Due_Date__c: from('dueDate'),
      BC_Total_Excluding_Tax__c: from('totalAmountExcludingTax'),
      BC_Tax__c: from('totalTaxAmount'),
      BC_Total__c: from('totalAmountIncludingTax'),
      BC_Remaining__c: from('remainingAmount'),
      BC_Currency_Code__c: from('currencyCode'),
      BC_Company__c: companyName(),
      Lines: lines('salesCreditMemoLines', salesCreditMemoLine, invoiceLine, {
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
  },
)
