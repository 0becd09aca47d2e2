import { LightningElement, api } from 'lwc';
import TITLE from '@salesforce/label/c.BC_Customers_Choose';

/** One pill per Business Central company; event `customerselect` with `detail.customerId`. */
export default class BcCustomerPills extends LightningElement {
    /** Plain BC_Customer__c. */
    @api customers = [];
    @api selectedId;

    title = TITLE;

    get options() {
        return this.customers.map((customer) => ({
            id: customer.Id,
            label: customer.BC_Company__c || customer.Name,
            pressed: String(customer.Id === this.selectedId),
        }));
    }

    handleSelect(event) {
        const { id } = event.currentTarget.dataset;
        this.dispatchEvent(new CustomEvent('customerselect', { detail: { customerId: id } }));
    }
}
