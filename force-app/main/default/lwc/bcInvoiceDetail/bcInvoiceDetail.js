import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import { INVOICE_DETAIL } from 'c/bcBillingQueries';
import { rowsOf } from 'c/bcGraphqlNodes';
import LINES from '@salesforce/label/c.BC_Detail_Lines';
import NO_LINES from '@salesforce/label/c.BC_Detail_No_Lines';
import PAYMENTS from '@salesforce/label/c.BC_Detail_Payments';
import NO_PAYMENTS from '@salesforce/label/c.BC_Detail_No_Payments';
import MORE_LINES from '@salesforce/label/c.BC_Detail_More';
import OPEN_RECORD from '@salesforce/label/c.BC_Detail_Open_Record';
import LOADING from '@salesforce/label/c.BC_Loading';
import FAILED from '@salesforce/label/c.BC_Error_Invoice';
import ITEM from '@salesforce/label/c.BC_Column_Item';
import DESCRIPTION from '@salesforce/label/c.BC_Column_Description';
import QUANTITY from '@salesforce/label/c.BC_Column_Quantity';
import UNIT from '@salesforce/label/c.BC_Column_Unit';
import UNIT_PRICE from '@salesforce/label/c.BC_Column_Unit_Price';
import AMOUNT from '@salesforce/label/c.BC_Column_Amount_Without_Tax';
import APPLIED_DATE from '@salesforce/label/c.BC_Column_Applied_Date';
import DOCUMENT from '@salesforce/label/c.BC_Column_Document';
import TYPE from '@salesforce/label/c.BC_Column_Type';
import APPLIED_AMOUNT from '@salesforce/label/c.BC_Column_Applied_Amount';

const LINE_COLUMNS = [
    { key: 'item', label: ITEM, kind: 'text' },
    { key: 'description', label: DESCRIPTION, kind: 'text' },
    { key: 'quantity', label: QUANTITY, kind: 'number', end: true },
    { key: 'unit', label: UNIT, kind: 'text' },
    { key: 'price', label: UNIT_PRICE, kind: 'money', end: true },
    { key: 'amount', label: AMOUNT, kind: 'money', end: true },
];
const PAYMENT_COLUMNS = [
    { key: 'date', label: APPLIED_DATE, kind: 'date' },
    { key: 'document', label: DOCUMENT, kind: 'text' },
    { key: 'type', label: TYPE, kind: 'text' },
    { key: 'amount', label: APPLIED_AMOUNT, kind: 'money', end: true },
];

/** What an invoice sold and what has paid it. */
export default class BcInvoiceDetail extends NavigationMixin(LightningElement) {
    @api invoiceId;
    @api currencyCode;

    labels = {
        lines: LINES,
        noLines: NO_LINES,
        payments: PAYMENTS,
        noPayments: NO_PAYMENTS,
        more: MORE_LINES,
        openRecord: OPEN_RECORD,
        loading: LOADING,
        failed: FAILED,
    };
    lineColumns = LINE_COLUMNS;
    paymentColumns = PAYMENT_COLUMNS;
    loaded = false;
    complete = true;
    lines = [];
    payments = [];
    errors;
    refreshWire;

    /** Undefined asks for nothing. */
    get query() {
        return this.invoiceId ? INVOICE_DETAIL : undefined;
    }

    get variables() {
        return { invoiceId: this.invoiceId };
    }

    @wire(graphql, { query: '$query', variables: '$variables', operationName: 'BillingInvoiceDetail' })
    receive({ data, errors, refresh }) {
        if (refresh) this.refreshWire = refresh;
        this.errors = errors;
        if (!data) return;
        const lines = rowsOf(data.uiapi.query.BC_Invoice_Line__c);
        const applications = rowsOf(data.uiapi.query.BC_Payment_Application__c);
        this.loaded = true;
        this.complete = lines.complete && applications.complete;
        this.lines = lines.rows.map((line) => this.lineRow(line));
        this.payments = applications.rows.map((application) => this.paymentRow(application));
    }

    get incomplete() {
        return !this.complete;
    }

    get loading() {
        return !this.loaded && !this.errors;
    }

    lineRow(line) {
        // A comment on an invoice sells nothing: no amount is not an unknown amount.
        const money = (amount) => (amount === null ? null : { amount, currencyCode: this.currencyCode });
        return {
            id: line.Id,
            cells: {
                item: line.BC_Item_Number__c,
                description: line.BC_Description__c,
                quantity: line.BC_Quantity__c,
                unit: line.BC_Unit_Of_Measure__c,
                price: money(line.BC_Unit_Price__c),
                amount: money(line.BC_Amount__c),
            },
        };
    }

    paymentRow(application) {
        return {
            id: application.Id,
            cells: {
                date: application.BC_Applied_Date__c,
                document: application.BC_Payment__r?.BC_Document_Number__c,
                type: application.BC_Payment__r?.BC_Type__c,
                amount: { amount: application.BC_Amount__c, currencyCode: this.currencyCode },
            },
        };
    }

    handleOpenRecord() {
        this[NavigationMixin.Navigate]({
            type: 'standard__recordPage',
            attributes: { recordId: this.invoiceId, objectApiName: 'BC_Invoice__c', actionName: 'view' },
        });
    }

    /** Reads lines and payments again. */
    @api
    async refresh() {
        await this.refreshWire?.();
    }
}
