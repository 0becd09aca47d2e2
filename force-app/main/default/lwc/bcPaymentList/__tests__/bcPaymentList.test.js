import { createElement } from 'lwc';
import BcPaymentList from 'c/bcPaymentList';

const payment = {
    Id: 'a04',
    BC_Type__c: 'Credit Memo',
    BC_Document_Number__c: 'PS-CR1',
    BC_Posting_Date__c: '2026-11-10',
    BC_Amount__c: 500,
    BC_Unapplied_Amount__c: null,
    BC_Currency_Code__c: 'EUR',
};
const show = (properties) => {
    const element = createElement('c-bc-payment-list', { is: BcPaymentList });
    Object.assign(element, { payments: [payment], complete: true, ...properties });
    document.body.appendChild(element);
    return element.shadowRoot;
};

describe('c-bc-payment-list', () => {
    afterEach(() => document.body.replaceChildren());

    it('shows what was paid and what of it is not used yet', () => {
        expect(show().querySelector('c-bc-table').rows).toEqual([
            {
                id: 'a04',
                cells: {
                    date: '2026-11-10',
                    document: 'PS-CR1',
                    type: 'Credit memo',
                    amount: { amount: 500, currencyCode: 'EUR' },
                    unapplied: { amount: null, currencyCode: 'EUR' },
                },
            },
        ]);
    });

    it('keeps a type it does not know', () => {
        const [row] = show({ payments: [{ ...payment, BC_Type__c: 'Barter' }] }).querySelector('c-bc-table').rows;
        expect(row.cells.type).toBe('Barter');
    });

    it('says that there are none, or more', () => {
        expect(show({ payments: [] }).textContent).toBe('No payments yet.');
        expect(show({ complete: false }).textContent).toContain('Older payments are in the tab BC Payments.');
    });

    it('is accessible', async () => {
        await expect(show().host).toBeAccessible();
    });
});
