import { daysBetween } from 'c/bcDays';
import { toMinor } from 'c/bcDecimal';
import DRAFT from '@salesforce/label/c.BC_Status_Draft';
import IN_REVIEW from '@salesforce/label/c.BC_Status_In_Review';
import OPEN from '@salesforce/label/c.BC_Status_Open';
import DUE_SOON from '@salesforce/label/c.BC_Status_Due_Soon';
import OVERDUE from '@salesforce/label/c.BC_Status_Overdue';
import PARTLY_PAID from '@salesforce/label/c.BC_Status_Partly_Paid';
import PAID from '@salesforce/label/c.BC_Status_Paid';
import CANCELED from '@salesforce/label/c.BC_Status_Canceled';
import CORRECTIVE from '@salesforce/label/c.BC_Status_Corrective';

const DUE_SOON_DAYS = 7;

const status = {
    draft: { key: 'draft', label: DRAFT, tone: 'neutral' },
    inReview: { key: 'inReview', label: IN_REVIEW, tone: 'neutral' },
    open: { key: 'open', label: OPEN, tone: 'info' },
    dueSoon: { key: 'dueSoon', label: DUE_SOON, tone: 'warning' },
    overdue: { key: 'overdue', label: OVERDUE, tone: 'error' },
    partlyPaid: { key: 'partlyPaid', label: PARTLY_PAID, tone: 'info' },
    paid: { key: 'paid', label: PAID, tone: 'success' },
    canceled: { key: 'canceled', label: CANCELED, tone: 'neutral' },
    corrective: { key: 'corrective', label: CORRECTIVE, tone: 'neutral' },
};

const settled = {
    Draft: status.draft,
    'In Review': status.inReview,
    Paid: status.paid,
    Canceled: status.canceled,
    Corrective: status.corrective,
};

const isCreditMemo = (invoice) => invoice.BC_Type__c === 'Credit Memo';

/** Whether the customer still owes something on it. An open credit memo is owed to the customer and never late. */
export function isReceivable(invoice) {
    return invoice.BC_Status__c === 'Open' && !isCreditMemo(invoice) && toMinor(invoice.BC_Remaining__c) !== BigInt(0);
}

/** Days past the due date; 0 when it is not late or cannot be. */
export function daysLate(invoice, today) {
    if (!isReceivable(invoice) || !invoice.BC_Due_Date__c) return 0;
    return Math.max(0, daysBetween(invoice.BC_Due_Date__c, today));
}

/**
 * What an invoice is to a rep. Business Central itself only knows Draft, In Review, Open, Paid, Canceled and Corrective;
 * late and partly paid follow from dates and amounts.
 *
 * @param {object} invoice plain BC_Invoice__c
 * @param {string} today
 * @returns {{key: string, label: string, tone: string}[]} most important first; two when it is late and partly paid
 */
export function statusesOf(invoice, today) {
    const fixed = settled[invoice.BC_Status__c];
    if (fixed) return [fixed];
    const remaining = toMinor(invoice.BC_Remaining__c);
    const total = toMinor(invoice.BC_Total__c);
    if (remaining === BigInt(0)) return [status.paid];
    const partly = remaining !== null && total !== null && remaining < total ? [status.partlyPaid] : [];
    if (isCreditMemo(invoice) || !invoice.BC_Due_Date__c) return partly.length > 0 ? partly : [status.open];
    const left = daysBetween(today, invoice.BC_Due_Date__c);
    if (left < 0) return [status.overdue, ...partly];
    if (left <= DUE_SOON_DAYS) return [status.dueSoon, ...partly];
    return partly.length > 0 ? partly : [status.open];
}

/** Late ones first, the oldest on top; then what is open, what is in the making, and what is done, newest first. */
export function byUrgency(invoices) {
    const rank = (invoice) => {
        if (isReceivable(invoice)) return 0;
        return { Open: 1, Draft: 2, 'In Review': 2 }[invoice.BC_Status__c] ?? 3;
    };
    const text = (value, missing) => value ?? missing;
    return [...invoices].sort((one, other) => {
        const difference = rank(one) - rank(other);
        if (difference !== 0) return difference;
        return rank(one) === 0
            ? text(one.BC_Due_Date__c, '9').localeCompare(text(other.BC_Due_Date__c, '9'))
            : text(other.BC_Invoice_Date__c, '').localeCompare(text(one.BC_Invoice_Date__c, ''));
    });
}
