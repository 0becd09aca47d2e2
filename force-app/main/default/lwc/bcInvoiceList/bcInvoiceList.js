import { LightningElement, api } from 'lwc';
import { bucketOf } from 'c/bcAgeing';
import { fill } from 'c/bcFormat';
import { daysLate, isReceivable, statusesOf } from 'c/bcInvoiceStatus';
import { syncMessage, syncPill } from 'c/bcSyncStatus';
import { labels, filterLabels } from './labels';

const PAGE = 10;

const filters = {
    all: () => true,
    open: (invoice) => invoice.BC_Status__c === 'Open',
    overdue: (invoice, today) => daysLate(invoice, today) > 0,
    done: (invoice) => invoice.BC_Status__c !== 'Open',
};

function lateText(days) {
    if (days === 0) return '';
    return days === 1 ? labels.dayLate : fill(labels.daysLate, days);
}

/** Invoices and credit memos, the most urgent first; each opens to its lines and payments. */
export default class BcInvoiceList extends LightningElement {
    /** Plain BC_Invoice__c, in the order to show. */
    @api invoices = [];
    @api today;
    /** Key of an ageing bucket that limits the list, or null. */
    @api bucket;
    /** False when the platform has more than it gave. */
    @api complete = false;

    labels = labels;
    filter = 'all';
    shown = PAGE;
    openIds = [];

    get filterOptions() {
        return Object.entries(filterLabels).map(([value, label]) => ({ value, label }));
    }

    /** A bucket of the ageing bar takes the place of the filter. */
    get activeFilter() {
        return this.bucket ? undefined : this.filter;
    }

    get matching() {
        const { bucket, today } = this;
        const wanted = filters[this.filter];
        return this.invoices.filter((invoice) => {
            if (bucket) return bucketOf(invoice, today) === bucket;
            return wanted(invoice, today);
        });
    }

    get rows() {
        return this.matching.slice(0, this.shown).map((invoice) => this.rowOf(invoice));
    }

    get isEmpty() {
        return this.matching.length === 0;
    }

    get emptyText() {
        return this.invoices.length === 0 ? labels.none : labels.noneMatch;
    }

    get hasMore() {
        return this.matching.length > this.shown;
    }

    get isTruncated() {
        return !this.complete && !this.hasMore;
    }

    get moreLabel() {
        return fill(labels.more, this.matching.length - this.shown);
    }

    rowOf(invoice) {
        const late = daysLate(invoice, this.today);
        const isOpen = this.openIds.includes(invoice.Id);
        const currencyCode = invoice.BC_Currency_Code__c;
        return {
            id: invoice.Id,
            detailKey: `${invoice.Id}-detail`,
            detailId: 'detail',
            number: invoice.Name,
            type: invoice.BC_Type__c === 'Credit Memo' ? labels.creditMemo : '',
            pills: [...statusesOf(invoice, this.today), syncPill(invoice)].filter(Boolean),
            holdUp: syncMessage(invoice),
            invoiceDate: invoice.BC_Invoice_Date__c,
            dueDate: isReceivable(invoice) || invoice.BC_Type__c !== 'Credit Memo' ? invoice.BC_Due_Date__c : null,
            late: lateText(late),
            total: invoice.BC_Total__c,
            remaining: invoice.BC_Remaining__c,
            currencyCode,
            order: invoice.BC_Order_Number__c ? fill(labels.order, invoice.BC_Order_Number__c) : '',
            isOpen,
            expanded: String(isOpen),
            icon: isOpen ? 'utility:chevrondown' : 'utility:chevronright',
            toggleLabel: fill(isOpen ? labels.hide : labels.show, invoice.Name),
        };
    }

    handleFilter(event) {
        this.filter = event.detail.value;
        this.shown = PAGE;
        this.dispatchEvent(new CustomEvent('filterchange'));
    }

    handleMore() {
        this.shown += PAGE;
    }

    handleToggle(event) {
        const { id } = event.currentTarget.dataset;
        this.openIds = this.openIds.includes(id) ? this.openIds.filter((each) => each !== id) : [...this.openIds, id];
    }

    /** Reads the opened invoices again. */
    @api
    async refresh() {
        await Promise.all([...this.template.querySelectorAll('c-bc-invoice-detail')].map((detail) => detail.refresh()));
    }
}
