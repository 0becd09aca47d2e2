import { daysBetween } from 'c/bcDays';
import { sum, toMinor } from 'c/bcDecimal';
import { isReceivable } from 'c/bcInvoiceStatus';

/** Most days late in each bucket, as accountants count: 1–30, 31–60, 61–90, more. */
const LIMITS = [
    ['current', 0],
    ['days30', 30],
    ['days60', 60],
    ['days90', 90],
    ['older', Infinity],
];

export const bucketKeys = LIMITS.map(([key]) => key);

/** @returns {string|undefined} the bucket of an open invoice; undefined when nothing is owed on it */
export function bucketOf(invoice, today) {
    if (!isReceivable(invoice)) return undefined;
    const late = invoice.BC_Due_Date__c ? daysBetween(invoice.BC_Due_Date__c, today) : 0;
    return LIMITS.find(([, most]) => late <= most)[0];
}

/**
 * Sums what is owed per currency and bucket. Amounts of different currencies are never added up.
 *
 * @param {object[]} invoices plain BC_Invoice__c
 * @param {string} today
 * @returns {{currencyCode: string, total: bigint|null, buckets: {key: string, amount: bigint|null, count: number}[]}[]}
 */
export function ageing(invoices, today) {
    const owed = invoices.filter(isReceivable);
    const codes = [...new Set(owed.map((invoice) => invoice.BC_Currency_Code__c ?? ''))].sort();
    return codes.map((currencyCode) => {
        const ofCurrency = owed.filter((invoice) => (invoice.BC_Currency_Code__c ?? '') === currencyCode);
        const buckets = bucketKeys.map((key) => {
            const members = ofCurrency.filter((invoice) => bucketOf(invoice, today) === key);
            return {
                key,
                count: members.length,
                amount: sum(members.map((invoice) => toMinor(invoice.BC_Remaining__c))),
            };
        });
        return { currencyCode, buckets, total: sum(buckets.map(({ amount }) => amount)) };
    });
}
