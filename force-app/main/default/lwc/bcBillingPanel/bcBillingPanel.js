import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { CUSTOMERS } from 'c/bcBillingQueries';
import { rowsOf } from 'c/bcGraphqlNodes';
import { syncMessage, syncPill } from 'c/bcSyncStatus';
import { pollWhileVisible } from 'c/bcVisiblePoll';
import CHOOSE from '@salesforce/label/c.BC_Customers_Choose';
import TITLE from '@salesforce/label/c.BC_Panel_Title';
import REFRESH from '@salesforce/label/c.BC_Refresh';
import REFRESHED from '@salesforce/label/c.BC_Refreshed';
import LOADING from '@salesforce/label/c.BC_Loading';
import FAILED from '@salesforce/label/c.BC_Error_Customers';
import FAILED_REFRESH from '@salesforce/label/c.BC_Error_Refresh';
import NO_CUSTOMER from '@salesforce/label/c.BC_Empty_No_Customer';
import NO_CUSTOMER_WHY from '@salesforce/label/c.BC_Empty_No_Customer_Why';
import NO_BALANCE_YET from '@salesforce/label/c.BC_Empty_No_Balance_Yet';

/** Billing status on the page of an account. Reads through GraphQL as the user, so field-level security and sharing hold. */
export default class BcBillingPanel extends LightningElement {
    @api recordId;
    @api staleHours = 24;

    labels = { title: TITLE, refresh: REFRESH, loading: LOADING, choose: CHOOSE };
    account;
    customers;
    errors;
    announcement = '';
    readAt = 0;
    chosenId;
    refreshWire;
    stopPolling = () => {};
    _refreshSeconds = 30;

    /** Seconds between refreshes while the page is visible; 0 = only by the button. */
    @api
    get refreshSeconds() {
        return this._refreshSeconds;
    }
    set refreshSeconds(value) {
        this._refreshSeconds = Number(value);
        if (this.isConnected) this.startPolling();
    }

    connectedCallback() {
        this.startPolling();
    }

    disconnectedCallback() {
        this.stopPolling();
    }

    /** Undefined asks for nothing. */
    get query() {
        return this.recordId ? CUSTOMERS : undefined;
    }

    get variables() {
        return { accountId: this.recordId };
    }

    @wire(graphql, { query: '$query', variables: '$variables', operationName: 'BillingCustomers' })
    receive({ data, errors, refresh }) {
        if (refresh) this.refreshWire = refresh;
        this.errors = errors;
        if (!data) return;
        this.readAt = Date.now();
        this.account = rowsOf(data.uiapi.query.Account).rows[0];
        this.customers = rowsOf(data.uiapi.query.BC_Customer__c).rows;
    }

    get loading() {
        return !this.customers && !this.errors;
    }

    get customer() {
        return this.customers?.find(({ Id }) => Id === this.chosenId) ?? this.customers?.[0];
    }

    /** In a list, so that another customer gets a panel of its own and never the opened rows of the one before. */
    get chosen() {
        return this.customer ? [this.customer] : [];
    }

    get hasSeveral() {
        return this.customers?.length > 1;
    }

    get companies() {
        return this.customers.map(({ Id, Name, BC_Company__c: company }) => ({ value: Id, label: company || Name }));
    }

    get isEmpty() {
        return this.customers?.length === 0;
    }

    get emptyText() {
        return this.account?.BC_Number__c ? NO_BALANCE_YET : NO_CUSTOMER;
    }

    get emptyReason() {
        return this.syncMessage ? '' : NO_CUSTOMER_WHY;
    }

    /** Why the account itself is not in step, in Business Central's words. */
    get syncMessage() {
        return syncMessage(this.account);
    }

    get syncPill() {
        return syncPill(this.account);
    }

    get errorMessage() {
        return this.customers ? FAILED_REFRESH : FAILED;
    }

    startPolling() {
        this.stopPolling();
        this.stopPolling = pollWhileVisible(this._refreshSeconds, () => this.readAgain());
    }

    handleChoose(event) {
        this.chosenId = event.detail.value;
    }

    async handleRefresh() {
        this.announcement = '';
        await this.readAgain();
        if (!this.errors) this.announcement = REFRESHED;
    }

    /** A refresh that fails reports through the wire, which shows the error and keeps what was there. */
    async readAgain() {
        const billing = this.template.querySelector('c-bc-customer-billing');
        await Promise.allSettled([this.refreshWire?.(), billing?.refresh()]);
    }
}
