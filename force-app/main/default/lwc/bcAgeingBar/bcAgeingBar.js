import { LightningElement, api } from 'lwc';
import { percentOf, toDecimal } from 'c/bcDecimal';
import { fill, formatMoney } from 'c/bcFormat';
import TITLE from '@salesforce/label/c.BC_Ageing_Title';
import CURRENT from '@salesforce/label/c.BC_Ageing_Current';
import DAYS_30 from '@salesforce/label/c.BC_Ageing_30';
import DAYS_60 from '@salesforce/label/c.BC_Ageing_60';
import DAYS_90 from '@salesforce/label/c.BC_Ageing_90';
import OLDER from '@salesforce/label/c.BC_Ageing_Older';
import SUMMARY from '@salesforce/label/c.BC_Ageing_Summary';

const labels = { current: CURRENT, days30: DAYS_30, days60: DAYS_60, days90: DAYS_90, older: OLDER };

/**
 * One bar per currency; a bucket is a button that filters the invoices below (event `bucketselect` with `detail.bucket`, null
 * to show all again).
 */
export default class BcAgeingBar extends LightningElement {
    /** As c/bcAgeing gives it. */
    @api groups = [];
    /** Key of the bucket that filters now. */
    @api selected;

    title = TITLE;

    get bars() {
        return this.groups
            .filter(({ total }) => total !== null)
            .map(({ currencyCode, total, buckets }) => {
                const filled = buckets.filter(({ count }) => count > 0);
                const texts = filled.map(
                    ({ key, amount }) => `${labels[key]} ${formatMoney(toDecimal(amount), currencyCode)}`,
                );
                return {
                    key: currencyCode || 'none',
                    summary: fill(SUMMARY, texts.join(', ')),
                    segments: filled.map(({ key, amount }) => ({
                        key,
                        segmentClass: `segment ${key}`,
                        style: `width: ${percentOf(amount, total)}%`,
                    })),
                    buckets: filled.map(({ key, amount }) => ({
                        key,
                        label: labels[key],
                        amount: toDecimal(amount),
                        currencyCode,
                        dotClass: `dot ${key}`,
                        pressed: String(this.selected === key),
                    })),
                };
            });
    }

    handleSelect(event) {
        const { bucket } = event.currentTarget.dataset;
        const detail = { bucket: bucket === this.selected ? null : bucket };
        this.dispatchEvent(new CustomEvent('bucketselect', { detail }));
    }
}
