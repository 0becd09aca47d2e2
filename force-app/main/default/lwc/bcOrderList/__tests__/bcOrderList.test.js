import { createElement } from 'lwc';
import BcOrderList from 'c/bcOrderList';

const order = (more) => ({
    Id: '801',
    OrderNumber: '00000102',
    EffectiveDate: '2026-11-20',
    StatusCode: 'Activated',
    TotalAmount: 4200.5,
    BC_Number__c: 'S-ORD1',
    BC_Order_Status__c: 'Partly Shipped',
    BC_Shipped_Percent__c: 40,
    BC_Invoiced_Percent__c: 0,
    BC_Sync_Status__c: 'Synced',
    BC_Sync_Message__c: null,
    ...more,
});
const show = (orders, complete = true) => {
    const element = createElement('c-bc-order-list', { is: BcOrderList });
    Object.assign(element, { orders, complete });
    document.body.appendChild(element);
    return element.shadowRoot;
};
const rowOf = (more) => show([order(more)]).querySelector('c-bc-table').rows[0];

describe('c-bc-order-list', () => {
    afterEach(() => document.body.replaceChildren());

    it('shows how far Business Central has come with an order', () => {
        expect(rowOf({}).cells).toEqual({
            order: '00000102',
            bcOrder: 'S-ORD1',
            status: { label: 'Partly Shipped', tone: 'warning' },
            date: '2026-11-20',
            shipped: 40,
            invoiced: 0,
            amount: { amount: 4200.5, currencyCode: 'USD' },
        });
    });

    it.each([
        [{ BC_Order_Status__c: 'Invoiced' }, 'Invoiced', 'success'],
        [{ BC_Order_Status__c: 'On The Moon' }, 'On The Moon', 'neutral'],
        [{ BC_Order_Status__c: null }, 'Not in Business Central', 'neutral'],
        [{ BC_Order_Status__c: null, BC_Sync_Status__c: 'Waiting' }, 'Waiting', 'warning'],
        [{ BC_Order_Status__c: null, BC_Sync_Status__c: 'Needs Attention' }, 'Needs attention', 'error'],
    ])('an order with %p reads %s', (more, label, tone) => {
        expect(rowOf(more).cells.status).toEqual({ label, tone });
    });

    it.each([
        ['Needs Attention', 'Item 1999-X is blocked.', 'Item 1999-X is blocked.'],
        ['Waiting', 'Waits for its customer.', 'Waits for its customer.'],
        ['Synced', 'An old message', null],
    ])('when it is %s it says %s', (status, message, note) => {
        expect(rowOf({ BC_Sync_Status__c: status, BC_Sync_Message__c: message }).note).toBe(note);
    });

    it('says that there are none, or more', () => {
        expect(show([]).textContent).toBe('No orders yet.');
        expect(show([order({})], false).textContent).toContain('Older orders are in the tab Orders.');
    });

    it('is accessible', async () => {
        await expect(
            show([order({ BC_Sync_Status__c: 'Waiting', BC_Sync_Message__c: 'Waits.' })]).host,
        ).toBeAccessible();
    });
});
