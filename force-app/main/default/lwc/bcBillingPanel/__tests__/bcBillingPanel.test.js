import { setImmediate as nextTurn } from 'node:timers';
import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import BcBillingPanel from 'c/bcBillingPanel';
import customers from './data/customers.json';

const ACCOUNT = '001000000000001AAA';
const mine = ({ operationName }) => operationName === 'BillingCustomers';
/** Renders and promises are microtasks; the next turn of the real event loop is after all of them. */
const settled = () => new Promise((resolve) => nextTurn(resolve));
const show = async (properties) => {
    const element = createElement('c-bc-billing-panel', { is: BcBillingPanel });
    Object.assign(element, { recordId: ACCOUNT, ...properties });
    document.body.appendChild(element);
    // The wire asks a moment after the element stands on the page.
    await settled();
    return element;
};
const find = (element, selector) => element.shadowRoot.querySelector(selector);
const copy = () => JSON.parse(JSON.stringify(customers));

/** The answer with another account, or without customers. */
const answer = ({ account = {}, withCustomers = true }) => {
    const data = copy();
    for (const [field, value] of Object.entries(account)) data.uiapi.query.Account.edges[0].node[field] = { value };
    if (!withCustomers) data.uiapi.query.BC_Customer__c.edges = [];
    return data;
};

describe('c-bc-billing-panel', () => {
    beforeEach(() => jest.useFakeTimers());

    afterEach(() => {
        document.body.replaceChildren();
        jest.useRealTimers();
    });

    it('says that it is reading', async () => {
        expect((await show()).shadowRoot.textContent).toContain('Reading billing status …');
    });

    it('shows the customer of the account', async () => {
        const element = await show();
        graphql.emit(customers, mine);
        await settled();
        expect(find(element, 'c-bc-as-of-strip').customer.BC_Number__c).toBe('C00010');
        const billing = find(element, 'c-bc-customer-billing');
        expect([billing.customer.Id, billing.accountId]).toEqual(['a01000000000001AAA', ACCOUNT]);
        expect(find(element, 'c-bc-choice-pills')).toBeNull();
    });

    it('offers a pill per company when there are several', async () => {
        const element = await show();
        const two = copy();
        const [{ node }] = two.uiapi.query.BC_Customer__c.edges;
        two.uiapi.query.BC_Customer__c.edges.push({ node: { ...node, Id: 'second', BC_Company__c: { value: null } } });
        graphql.emit(two, mine);
        await settled();
        const pills = find(element, 'c-bc-choice-pills');
        expect(pills.options.map(({ label }) => label)).toEqual(['CRONUS USA, Inc.', 'Contoso']);
        pills.dispatchEvent(new CustomEvent('choose', { detail: { value: 'second' } }));
        await settled();
        expect(find(element, 'c-bc-customer-billing').customer.Id).toBe('second');
        // A refresh keeps the choice.
        graphql.emit(two, mine);
        await settled();
        expect(find(element, 'c-bc-customer-billing').customer.Id).toBe('second');
    });

    it.each([
        [{ BC_Number__c: null }, 'This account is not a customer in Business Central yet.'],
        [{ BC_Number__c: 'C00010' }, 'its balance has not arrived yet'],
    ])('with %p and no customer says why it is empty', async (account, text) => {
        const element = await show();
        graphql.emit(answer({ account, withCustomers: false }), mine);
        await settled();
        expect(find(element, '.empty').textContent).toContain(text);
    });

    it.each([
        ['Waiting', 'Waiting'],
        ['Needs Attention', 'Needs attention'],
    ])('shows what Business Central says when the account is %s', async (status, label) => {
        const element = await show();
        const account = { BC_Number__c: null, BC_Sync_Status__c: status, BC_Sync_Message__c: 'Tax id is missing.' };
        graphql.emit(answer({ account, withCustomers: false }), mine);
        await settled();
        expect(find(element, '.sync').textContent).toContain('Tax id is missing.');
        expect(find(element, '.sync c-bc-status-pill').label).toBe(label);
        expect(find(element, '.empty').textContent).not.toContain('It becomes one when');
    });

    it('says why it has nothing to show', async () => {
        const element = await show();
        graphql.emitErrors([{ message: 'boom' }], mine);
        await settled();
        expect(find(element, 'c-bc-error-panel').message).toBe('The billing status could not be read.');
        expect(element.shadowRoot.textContent).not.toContain('Reading billing status');
    });

    it('keeps what it had when a refresh fails', async () => {
        const element = await show();
        graphql.emit(customers, mine);
        await settled();
        graphql.emitErrors([{ message: 'boom' }], mine);
        await settled();
        expect(find(element, 'c-bc-error-panel').message).toContain('could not be refreshed');
        expect(find(element, 'c-bc-customer-billing')).not.toBeNull();
    });

    it('refreshes by the button and says so', async () => {
        const element = await show();
        const refresh = jest.fn().mockResolvedValue();
        graphql.emit(customers, mine, refresh);
        await settled();
        const below = jest.spyOn(find(element, 'c-bc-customer-billing'), 'refresh').mockResolvedValue();
        find(element, 'lightning-button-icon').click();
        await settled();
        expect(refresh).toHaveBeenCalledTimes(1);
        expect(below).toHaveBeenCalledTimes(1);
        expect(find(element, '.slds-assistive-text').textContent).toBe('Billing status is up to date.');
    });

    it('survives a refresh that is rejected', async () => {
        const element = await show();
        graphql.emit(customers, mine, jest.fn().mockRejectedValue(new Error('gone')));
        await settled();
        find(element, 'lightning-button-icon').click();
        await settled();
        expect(find(element, 'c-bc-customer-billing')).not.toBeNull();
    });

    it.each([
        [undefined, 60_000, 2],
        [10, 60_000, 6],
        ['15', 60_000, 4],
        [0, 600_000, 0],
    ])('set to every %p seconds it refreshes itself, in %s ms %s times', async (refreshSeconds, elapsed, times) => {
        const refresh = jest.fn().mockResolvedValue();
        await show(refreshSeconds === undefined ? {} : { refreshSeconds });
        graphql.emit(customers, mine, refresh);
        await settled();
        jest.advanceTimersByTime(elapsed);
        expect(refresh).toHaveBeenCalledTimes(times);
    });

    it('follows a changed interval and stops when it leaves the page', async () => {
        const refresh = jest.fn().mockResolvedValue();
        const element = await show({ refreshSeconds: 0 });
        graphql.emit(customers, mine, refresh);
        await settled();
        element.refreshSeconds = 30;
        jest.advanceTimersByTime(30_000);
        expect(refresh).toHaveBeenCalledTimes(1);
        element.remove();
        jest.advanceTimersByTime(600_000);
        expect(refresh).toHaveBeenCalledTimes(1);
    });

    it('is accessible with data, empty and broken', async () => {
        const element = await show();
        graphql.emit(customers, mine);
        await settled();
        jest.useRealTimers();
        await expect(element).toBeAccessible();
        graphql.emit(answer({ withCustomers: false }), mine);
        graphql.emitErrors([{ message: 'boom' }], mine);
        await settled();
        await expect(element).toBeAccessible();
    });
});
