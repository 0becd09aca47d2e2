import { LightningElement, api } from 'lwc';
import { figuresOf } from './figures';
import TITLE from '@salesforce/label/c.BC_Tiles_Title';

/** Overdue, balance, credit, hold, last payment and open orders of one customer. */
export default class BcTiles extends LightningElement {
    /** Plain BC_Customer__c. */
    @api customer;
    /** `{ invoices, payments, orders }`, each `{ rows, complete }`; undefined while they are being read. */
    @api documents;
    @api today;

    title = TITLE;

    get figures() {
        return figuresOf(this.customer, this.documents, this.today);
    }
}
