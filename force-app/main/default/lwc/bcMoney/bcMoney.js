import { LightningElement, api } from 'lwc';
import NOT_AVAILABLE from '@salesforce/label/c.BC_Not_Available';

/** An amount is never shown as 0 when it is not known, and never without its currency when that is known. */
export default class BcMoney extends LightningElement {
    /** Number, decimal string, or null for "not known". */
    @api amount;
    /** ISO code; the org's own symbol would be wrong for a foreign amount. */
    @api currencyCode;

    notAvailable = NOT_AVAILABLE;

    /** With a space that does not break: "12.00USD" is not how it is read out. */
    get code() {
        return `\u00a0${this.currencyCode}`;
    }

    get known() {
        return this.amount !== null && this.amount !== undefined && this.amount !== '';
    }
}
