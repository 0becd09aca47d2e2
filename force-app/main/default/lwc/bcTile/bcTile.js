import { LightningElement, api } from 'lwc';
import NOT_AVAILABLE from '@salesforce/label/c.BC_Not_Available';

/**
 * One key figure. `figure` is
 * `{ label, amounts?: {amount, currencyCode}[], text?, pill?: {label, tone}, alert?, used?, usedLabel?, date?, notes?: string[] }`;
 * with no amounts, text or pill the figure is not known, and the tile says so.
 */
export default class BcTile extends LightningElement {
    @api figure = {};

    notAvailable = NOT_AVAILABLE;

    get tileClass() {
        return this.figure.alert ? 'tile alert' : 'tile';
    }

    get amounts() {
        return (this.figure.amounts ?? []).map((each) => ({ ...each, key: each.currencyCode || 'none' }));
    }

    get unknown() {
        return this.amounts.length === 0 && !this.figure.text && !this.figure.pill;
    }

    get notes() {
        return (this.figure.notes ?? []).filter(Boolean);
    }

    get hasBar() {
        return this.figure.used !== undefined;
    }

    get barStyle() {
        return `width: ${this.figure.used}%`;
    }
}
