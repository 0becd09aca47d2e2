import { createElement } from 'lwc';
import BcAsOfStrip from 'c/bcAsOfStrip';

const asOf = '2026-11-21T10:00:00.000Z';
const customer = {
    BC_Number__c: 'C00010',
    Name: 'Contoso',
    BC_Company__c: 'CRONUS USA, Inc.',
    BC_Balance_As_Of__c: asOf,
};
const hours = (count) => Date.parse(asOf) + count * 3600000;

const show = (properties) => {
    const element = createElement('c-bc-as-of-strip', { is: BcAsOfStrip });
    Object.assign(element, { customer, staleHours: 24, readAt: hours(1), ...properties });
    document.body.appendChild(element);
    return element.shadowRoot;
};

describe('c-bc-as-of-strip', () => {
    afterEach(() => document.body.replaceChildren());

    it('says who the customer is and how old the amounts are', () => {
        const root = show();
        expect(root.querySelector('.identity').textContent).toContain('C00010 · Contoso · CRONUS USA, Inc.');
        expect(root.querySelector('lightning-formatted-date-time').value).toBe(asOf);
        expect(root.querySelector('lightning-relative-date-time').value).toBe(Date.parse(asOf));
    });

    it('leaves out what it does not know of the customer', () => {
        const root = show({ customer: { Name: 'Contoso', BC_Number__c: null } });
        expect(root.querySelector('.identity').textContent).toContain('Contoso');
        expect(root.querySelector('.identity').textContent).not.toContain('·');
        expect(root.querySelector('.age').textContent).toBe('It is not known how old these amounts are.');
    });

    it.each([
        [24, false],
        [25, true],
    ])('after %s hours warns: %s', (count, warns) => {
        expect(show({ readAt: hours(count) }).querySelector('.stale') !== null).toBe(warns);
    });

    it('does not call unknown amounts old', () => {
        expect(show({ customer: { Name: 'x' }, readAt: hours(99) }).querySelector('.stale')).toBeNull();
    });

    it('is accessible', async () => {
        await expect(show({ readAt: hours(99) }).host).toBeAccessible();
    });
});
