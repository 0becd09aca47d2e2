import { createElement } from 'lwc';
import BcTiles from 'c/bcTiles';

const customer = {
    Id: 'a01',
    BC_Balance__c: 1250.1,
    BC_Overdue__c: 250.1,
    BC_Credit_Limit__c: 5000,
    BC_Blocked__c: 'None',
    BC_Payment_Terms__c: 'Net 30',
    BC_Currency_Code__c: 'USD',
    BC_Last_Payment_Date__c: null,
    BC_Last_Payment_Amount__c: null,
};
const late = (remaining, more = {}) => ({
    Id: String(remaining),
    BC_Type__c: 'Invoice',
    BC_Status__c: 'Open',
    BC_Due_Date__c: '2026-11-01',
    BC_Remaining__c: remaining,
    BC_Currency_Code__c: 'USD',
    ...more,
});
const list = (rows, complete = true) => ({ rows, complete });
const documents = ({ invoices = list([]), payments = list([]), orders = list([]) } = {}) => ({
    invoices,
    payments,
    orders,
});

const show = (properties) => {
    const element = createElement('c-bc-tiles', { is: BcTiles });
    Object.assign(element, { customer, documents: documents(), today: '2026-11-21', ...properties });
    document.body.appendChild(element);
    return (key) => element.shadowRoot.querySelector(`[data-key="${key}"]`).figure;
};

describe('c-bc-tiles', () => {
    afterEach(() => document.body.replaceChildren());

    it('sums what is overdue exactly, and says how old and how many', () => {
        const tile = show({ documents: documents({ invoices: list([late(250), late(0.1)]) }) })('overdue');
        expect(tile.amounts).toEqual([{ amount: '250.10', currencyCode: 'USD' }]);
        expect(tile.notes).toEqual(['2 late · oldest 20 d', '']);
        expect(tile.alert).toBe(true);
    });

    it('says so when Business Central last said something else', () => {
        const tile = show({ documents: documents({ invoices: list([late(100)]) }) })('overdue');
        expect(tile.notes[1]).toBe('Business Central last said 250.10 USD');
    });

    it('does not compare different currencies', () => {
        const invoices = list([late(100, { BC_Currency_Code__c: 'EUR' })]);
        expect(show({ documents: documents({ invoices }) })('overdue').notes[1]).toBe('');
    });

    it.each([
        ['the invoices are not all there', documents({ invoices: list([late(1)], false) })],
        ['one of them has no known remaining amount', documents({ invoices: list([late(1), late(null)]) })],
        ['they are still being read', undefined],
    ])('shows what Business Central said is overdue while %s', (_why, given) => {
        expect(show({ documents: given })('overdue').amounts).toEqual([{ amount: '250.10', currencyCode: 'USD' }]);
    });

    it('never shows 0 for what it does not know', () => {
        const unknown = {
            ...customer,
            BC_Balance__c: null,
            BC_Overdue__c: null,
            BC_Credit_Limit__c: null,
            BC_Blocked__c: null,
        };
        const tile = show({ customer: unknown, documents: undefined });
        for (const key of ['overdue', 'balance']) expect(tile(key).amounts).toEqual([]);
        expect(tile('credit').amounts).toBeUndefined();
        expect(tile('hold').pill).toBeUndefined();
        for (const key of ['lastPayment', 'orders']) {
            expect(tile(key).amounts ?? tile(key).text).toBeUndefined();
        }
    });

    it('shows a true zero', () => {
        const tile = show({ customer: { ...customer, BC_Overdue__c: 0, BC_Balance__c: 0 } });
        expect(tile('overdue').amounts).toEqual([{ amount: '0.00', currencyCode: 'USD' }]);
        expect(tile('overdue').notes[0]).toBe('Nothing is overdue');
        expect(tile('balance').amounts).toEqual([{ amount: '0.00', currencyCode: 'USD' }]);
    });

    it('tells unapplied payments and terms with the balance', () => {
        const paid = { Id: 'p', BC_Unapplied_Amount__c: 20, BC_Currency_Code__c: 'USD' };
        const tile = show({ documents: documents({ payments: list([paid, { ...paid, BC_Unapplied_Amount__c: 0 }]) }) });
        expect(tile('balance').notes).toEqual(['Includes unapplied payments of 20.00 USD', 'Terms: Net 30']);
    });

    it.each([
        [5000, 1250.1, [{ amount: '3749.90', currencyCode: 'USD' }], false],
        [1000, 1250.1, [{ amount: '-250.10', currencyCode: 'USD' }], true],
        [5000, null, undefined, undefined],
    ])('leaves of a limit of %s and a balance of %s', (limit, balance, amounts, alert) => {
        const tile = show({ customer: { ...customer, BC_Credit_Limit__c: limit, BC_Balance__c: balance } })('credit');
        expect(tile.amounts).toEqual(amounts);
        expect(tile.alert).toBe(alert);
        expect(tile.notes[0]).toContain('Limit');
    });

    it('takes a limit of zero for none', () => {
        expect(show({ customer: { ...customer, BC_Credit_Limit__c: 0 } })('credit').text).toBe('No limit set');
    });

    it.each([
        ['None', 'No', false],
        ['Ship', 'Shipping stopped', false],
        ['Invoice', 'Shipping and invoicing stopped', true],
        ['All', 'Everything stopped', true],
    ])('says what hold %s stops', (blocked, label, alert) => {
        const tile = show({ customer: { ...customer, BC_Blocked__c: blocked } })('hold');
        expect([tile.pill.label, tile.alert]).toEqual([label, alert]);
    });

    it('shows the newer of the payment seen and the payment told', () => {
        const told = { ...customer, BC_Last_Payment_Date__c: '2026-11-10', BC_Last_Payment_Amount__c: 5 };
        const seen = (date) =>
            documents({
                payments: list([
                    { Id: 'r', BC_Type__c: 'Refund', BC_Posting_Date__c: '2026-12-01', BC_Amount__c: -1 },
                    {
                        Id: 'p',
                        BC_Type__c: 'Payment',
                        BC_Posting_Date__c: date,
                        BC_Amount__c: 9,
                        BC_Currency_Code__c: 'USD',
                    },
                ]),
            });
        expect(show({ customer: told, documents: seen('2026-11-12') })('lastPayment').amounts[0].amount).toBe('9.00');
        expect(show({ customer: told, documents: seen('2026-11-01') })('lastPayment').amounts[0].amount).toBe('5.00');
        expect(show({})('lastPayment').text).toBe('No payment yet');
    });

    it('counts activated orders that are not fully invoiced', () => {
        const order = (more) => ({
            Id: 'o',
            StatusCode: 'Activated',
            BC_Order_Status__c: 'Released',
            TotalAmount: 10.1,
            ...more,
        });
        const orders = [
            order({}),
            order({ BC_Order_Status__c: null, TotalAmount: 0.2 }),
            order({ BC_Order_Status__c: 'Invoiced' }),
            order({ BC_Order_Status__c: 'Deleted' }),
            order({ StatusCode: 'Draft' }),
        ];
        const tile = show({ documents: documents({ orders: list(orders) }) })('orders');
        expect(tile.amounts).toEqual([{ amount: '10.30', currencyCode: 'USD' }]);
        expect(tile.notes).toEqual(['2 not fully invoiced']);
        expect(show({})('orders').text).toBe('None');
    });

    it('is accessible', async () => {
        show({});
        await expect(document.body.firstChild).toBeAccessible();
    });
});
