import { LightningElement, api } from 'lwc';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import CUSTOMER from '@salesforce/label/c.BC_Strip_Customer';
import AS_OF from '@salesforce/label/c.BC_Strip_As_Of';
import AS_OF_UNKNOWN from '@salesforce/label/c.BC_Strip_As_Of_Unknown';
import STALE from '@salesforce/label/c.BC_Strip_Stale';

const HOUR = 3600000;

/** Which customer this is, and how old the amounts are: nobody should quote a balance without seeing its age. */
export default class BcAsOfStrip extends LightningElement {
    /** Plain BC_Customer__c. */
    @api customer;
    /** Older amounts than this are called old. */
    @api staleHours = 24;
    /** Milliseconds since 1970 when the page last read; the age is told as of then. */
    @api readAt;

    labels = { customer: CUSTOMER, asOf: AS_OF, asOfUnknown: AS_OF_UNKNOWN, stale: STALE };
    timeZone = TIME_ZONE;

    get identity() {
        return [this.customer.BC_Number__c, this.customer.Name, this.customer.BC_Company__c]
            .filter(Boolean)
            .join(' · ');
    }

    get asOf() {
        return this.customer.BC_Balance_As_Of__c ?? null;
    }

    get asOfTime() {
        return Date.parse(this.asOf);
    }

    get isStale() {
        return this.asOf !== null && Number(this.readAt) - this.asOfTime > Number(this.staleHours) * HOUR;
    }
}
