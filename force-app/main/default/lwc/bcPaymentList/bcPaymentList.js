import { LightningElement, api } from 'lwc';
import CAPTION from '@salesforce/label/c.BC_Payments_Caption';
import NONE from '@salesforce/label/c.BC_Payments_None';
import TRUNCATED from '@salesforce/label/c.BC_Payments_Truncated';
import DATE from '@salesforce/label/c.BC_Column_Date';
import DOCUMENT from '@salesforce/label/c.BC_Column_Document';
import TYPE from '@salesforce/label/c.BC_Column_Type';
import AMOUNT from '@salesforce/label/c.BC_Column_Amount';
import UNAPPLIED from '@salesforce/label/c.BC_Column_Unapplied';
import PAYMENT from '@salesforce/label/c.BC_Type_Payment';
import REFUND from '@salesforce/label/c.BC_Type_Refund';
import CREDIT_MEMO from '@salesforce/label/c.BC_Type_Credit_Memo';

const types = { Payment: PAYMENT, Refund: REFUND, 'Credit Memo': CREDIT_MEMO };

const COLUMNS = [
    { key: 'date', label: DATE, kind: 'date' },
    { key: 'document', label: DOCUMENT, kind: 'text' },
    { key: 'type', label: TYPE, kind: 'text' },
    { key: 'amount', label: AMOUNT, kind: 'money', end: true },
    { key: 'unapplied', label: UNAPPLIED, kind: 'money', end: true },
];

/** Payments, refunds and credits, newest first. */
export default class BcPaymentList extends LightningElement {
    /** Plain BC_Payment__c. */
    @api payments = [];
    /** False when the platform has more than it gave. */
    @api complete = false;

    labels = { caption: CAPTION, none: NONE, truncated: TRUNCATED };
    columns = COLUMNS;

    get rows() {
        return this.payments.map((payment) => ({
            id: payment.Id,
            cells: {
                date: payment.BC_Posting_Date__c,
                document: payment.BC_Document_Number__c,
                type: types[payment.BC_Type__c] ?? payment.BC_Type__c,
                amount: { amount: payment.BC_Amount__c, currencyCode: payment.BC_Currency_Code__c },
                unapplied: { amount: payment.BC_Unapplied_Amount__c, currencyCode: payment.BC_Currency_Code__c },
            },
        }));
    }

    get truncated() {
        return !this.complete;
    }
}
