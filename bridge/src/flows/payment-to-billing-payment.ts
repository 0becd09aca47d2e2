import { customer, ledgerApplication, ledgerPayment, salesInvoice } from '../connectors/business-central/entities.ts'
import {
  account,
  billingCustomer,
  billingInvoice,
  billingPayment,
  paymentApplication,
} from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { companyName, from, lines, linked } from '../mapping/index.ts'

/** A posted payment, with what it was applied to, below the customer's account. */
export const paymentToBillingPayment = defineFlow('payment-to-billing-payment', ledgerPayment, billingPayment, {
  says: 'A posted payment appears below the account, with the invoices it was applied to.',
  map: {
    Name: from('documentNumber'),
    BC_Document_Number__c: from('documentNumber'),
    BC_Type__c: from('documentType'),
    BC_Customer__c: linked(customer, 'customerId', billingCustomer),
    BC_Account__c: linked(customer, 'customerId', account),
    BC_Posting_Date__c: from('postingDate'),
    BC_Amount__c: from('amount'),
    BC_Unapplied_Amount__c: from('unappliedAmount'),
    BC_Currency_Code__c: from('currencyCode'),
    BC_Company__c: companyName(),
    Applications: lines('applications', ledgerApplication, paymentApplication, {
      BC_Invoice__c: linked(salesInvoice, 'invoiceId', billingInvoice),
      BC_Amount__c: from('amount'),
      BC_Applied_Date__c: from('postingDate'),
    }),
  },
})
