import { LightningElement, api } from 'lwc';
import { syncMessage, syncPill } from 'c/bcSyncStatus';
import ORG_CURRENCY from '@salesforce/i18n/currency';
import CAPTION from '@salesforce/label/c.BC_Orders_Caption';
import NONE from '@salesforce/label/c.BC_Orders_None';
import TRUNCATED from '@salesforce/label/c.BC_Orders_Truncated';
import NOT_SENT from '@salesforce/label/c.BC_Orders_Not_Sent';
import ORDER from '@salesforce/label/c.BC_Column_Order';
import BC_ORDER from '@salesforce/label/c.BC_Column_BC_Order';
import STATUS from '@salesforce/label/c.BC_Column_Status';
import DATE from '@salesforce/label/c.BC_Column_Date';
import SHIPPED from '@salesforce/label/c.BC_Column_Shipped';
import INVOICED from '@salesforce/label/c.BC_Column_Invoiced';
import AMOUNT from '@salesforce/label/c.BC_Column_Amount';

const tones = {
    Draft: 'neutral',
    'In Review': 'neutral',
    Released: 'info',
    'Partly Shipped': 'warning',
    Shipped: 'info',
    'Partly Invoiced': 'warning',
    Invoiced: 'success',
    Deleted: 'error',
};

const COLUMNS = [
    { key: 'order', label: ORDER, kind: 'text' },
    { key: 'bcOrder', label: BC_ORDER, kind: 'text' },
    { key: 'status', label: STATUS, kind: 'pill' },
    { key: 'date', label: DATE, kind: 'date' },
    { key: 'shipped', label: SHIPPED, kind: 'percent', end: true },
    { key: 'invoiced', label: INVOICED, kind: 'percent', end: true },
    { key: 'amount', label: AMOUNT, kind: 'money', end: true },
];

/** From won to invoiced: every order of the account and where Business Central has it. */
export default class BcOrderList extends LightningElement {
    /** Plain Order. */
    @api orders = [];
    /** False when the platform has more than it gave. */
    @api complete = false;

    columns = COLUMNS;
    labels = { caption: CAPTION, none: NONE, truncated: TRUNCATED };

    get rows() {
        return this.orders.map((order) => ({
            id: order.Id,
            cells: {
                order: order.OrderNumber,
                bcOrder: order.BC_Number__c,
                status: this.statusOf(order),
                date: order.EffectiveDate,
                shipped: order.BC_Shipped_Percent__c,
                invoiced: order.BC_Invoiced_Percent__c,
                amount: { amount: order.TotalAmount, currencyCode: ORG_CURRENCY },
            },
            note: syncMessage(order),
        }));
    }

    get truncated() {
        return !this.complete;
    }

    statusOf(order) {
        const status = order.BC_Order_Status__c;
        if (status) return { label: status, tone: tones[status] ?? 'neutral' };
        const { label, tone } = syncPill(order) ?? { label: NOT_SENT, tone: 'neutral' };
        return { label, tone };
    }
}
