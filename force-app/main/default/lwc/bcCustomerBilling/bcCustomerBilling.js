import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { ageing } from 'c/bcAgeing';
import { DOCUMENTS } from 'c/bcBillingQueries';
import { today } from 'c/bcDays';
import { rowsOf } from 'c/bcGraphqlNodes';
import { byUrgency } from 'c/bcInvoiceStatus';
import FAILED from '@salesforce/label/c.BC_Error_Documents';
import FAILED_REFRESH from '@salesforce/label/c.BC_Error_Refresh';
import LOADING from '@salesforce/label/c.BC_Loading';
import INCOMPLETE from '@salesforce/label/c.BC_Ageing_Incomplete';
import TAB_INVOICES from '@salesforce/label/c.BC_Tab_Invoices';
import TAB_PAYMENTS from '@salesforce/label/c.BC_Tab_Payments';
import TAB_ORDERS from '@salesforce/label/c.BC_Tab_Orders';

/** Key figures, ageing, invoices, payments and orders of one customer. */
export default class BcCustomerBilling extends LightningElement {
    /** Plain BC_Customer__c. */
    @api customer;
    @api accountId;

    labels = {
        loading: LOADING,
        incomplete: INCOMPLETE,
        invoices: TAB_INVOICES,
        payments: TAB_PAYMENTS,
        orders: TAB_ORDERS,
    };
    bucket = null;
    documents;
    errors;
    refreshWire;

    /** Undefined asks for nothing. */
    get query() {
        return this.customer?.Id ? DOCUMENTS : undefined;
    }

    get variables() {
        return { customerId: this.customer?.Id, accountId: this.accountId };
    }

    @wire(graphql, { query: '$query', variables: '$variables', operationName: 'BillingDocuments' })
    receive({ data, errors, refresh }) {
        if (refresh) this.refreshWire = refresh;
        this.errors = errors;
        if (!data) return;
        const { open, other, BC_Payment__c: payments, Order: orders } = data.uiapi.query;
        const openInvoices = rowsOf(open);
        const otherInvoices = rowsOf(other);
        this.documents = {
            invoices: openInvoices,
            listed: {
                rows: byUrgency([...openInvoices.rows, ...otherInvoices.rows]),
                complete: openInvoices.complete && otherInvoices.complete,
            },
            payments: rowsOf(payments),
            orders: rowsOf(orders),
        };
    }

    get today() {
        return today(TIME_ZONE);
    }

    get loading() {
        return !this.documents && !this.errors;
    }

    get errorMessage() {
        return this.documents ? FAILED_REFRESH : FAILED;
    }

    get groups() {
        return this.documents?.invoices.complete ? ageing(this.documents.invoices.rows, this.today) : [];
    }

    get isIncomplete() {
        return this.documents !== undefined && !this.documents.invoices.complete;
    }

    handleBucket(event) {
        this.bucket = event.detail.bucket;
    }

    handleFilter() {
        this.bucket = null;
    }

    /** Reads everything shown here again; resolves when it is there. */
    @api
    async refresh() {
        const list = this.template.querySelector('c-bc-invoice-list');
        await Promise.all([this.refreshWire?.(), list?.refresh()]);
    }
}
