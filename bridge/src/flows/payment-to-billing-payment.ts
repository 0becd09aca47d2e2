import {
  customer,
  ledgerApplication,
  ledgerPayment,
  salesCreditMemo,
  salesInvoice,
} from '../connectors/business-central/entities.ts'
import {
  account,
  billingCustomer,
  billingInvoice,
  billingPayment,
  paymentApplication,
} from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { companyName, firstOf, from, lines, linked } from '../mapping/index.ts'

/** A posted payment, with what it was applied to, below the customer's account. */
export const paymentToBillingPayment = defineFlow('payment-to-billing-payment', ledgerPayment, billingPayment, {
  says: 'A posted payment, refund or credit memo appears below the account, with the documents it stands against.',
  onTargetChanged: 'restore',
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
    BC_Amount_Local__c: from('amountLocal'),
    BC_Unapplied_Local__c: from('unappliedAmountLocal'),
    BC_Gain_Local__c: from('gainLocal'),
    BC_Local_Currency_Code__c: from('localCurrencyCode'),
    BC_Company__c: companyName(),
    Applications: lines('applications', ledgerApplication, paymentApplication, {
      BC_Invoice__c: firstOf(
        linked(salesInvoice, 'invoiceId', billingInvoice),
        linked(salesCreditMemo, 'creditMemoId', billingInvoice),
      ),
      BC_Document_Type__c: from('documentType'),
      BC_Document_Number__c: from('documentNumber'),
      BC_Amount__c: from('amount'),
      BC_Amount_Local__c: from('amountLocal'),
      BC_Applied_Date__c: from('postingDate'),
    }),
  },
})
