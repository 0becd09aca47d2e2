import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import BcCustomerBilling from 'c/bcCustomerBilling';
import documents from './data/documents.json';

const customer = { Id: 'a01000000000001AAA', Name: 'Contoso', BC_Currency_Code__c: 'USD', BC_Blocked__c: 'None' };
const settled = () => Promise.resolve();
const show = async () => {
    const element = createElement('c-bc-customer-billing', { is: BcCustomerBilling });
    Object.assign(element, { customer, accountId: '001000000000001AAA' });
    document.body.appendChild(element);
    // The wire asks a moment after the element stands on the page.
    await settled();
    return element;
};
const find = (element, selector) => element.shadowRoot.querySelector(selector);

describe('c-bc-customer-billing', () => {
    afterEach(() => document.body.replaceChildren());

    it('asks for the documents of its customer and the orders of its account', async () => {
        await show();
        expect(graphql.getLastConfig()).toMatchObject({
            operationName: 'BillingDocuments',
            variables: { customerId: 'a01000000000001AAA', accountId: '001000000000001AAA' },
        });
    });

    it('shows the figures it has while it reads the rest', async () => {
        const element = await show();
        expect(find(element, 'c-bc-tiles').customer.Name).toBe('Contoso');
        expect(find(element, '[role="status"]').textContent).toBe('Reading billing status …');
        expect(find(element, 'lightning-tabset')).toBeNull();
    });

    it('shows ageing, invoices, payments and orders', async () => {
        const element = await show();
        graphql.emit(documents);
        await settled();
        expect(find(element, 'c-bc-ageing-bar').groups[0].total).toBe(BigInt(505140));
        const list = find(element, 'c-bc-invoice-list');
        expect(list.invoices.map(({ Name }) => Name)).toEqual(['PS-INV103001', 'PS-INV103014']);
        expect(list.complete).toBe(false);
        expect(find(element, 'c-bc-payment-list').payments).toEqual([]);
        expect(find(element, 'c-bc-order-list').orders).toEqual([]);
    });

    it('adds nothing up when there are more open invoices than it was given', async () => {
        const element = await show();
        const many = JSON.parse(JSON.stringify(documents));
        many.uiapi.query.open.pageInfo.hasNextPage = true;
        graphql.emit(many);
        await settled();
        expect(find(element, 'c-bc-ageing-bar').groups).toEqual([]);
        expect(element.shadowRoot.textContent).toContain('There are too many open invoices to add up here.');
    });

    it('lets a bucket of the ageing bar filter the invoices, until another filter does', async () => {
        const element = await show();
        graphql.emit(documents);
        await settled();
        find(element, 'c-bc-ageing-bar').dispatchEvent(
            new CustomEvent('bucketselect', { detail: { bucket: 'older' } }),
        );
        await settled();
        expect(find(element, 'c-bc-invoice-list').bucket).toBe('older');
        find(element, 'c-bc-invoice-list').dispatchEvent(new CustomEvent('filterchange'));
        await settled();
        expect(find(element, 'c-bc-invoice-list').bucket).toBeNull();
    });

    it('says why it has nothing to show', async () => {
        const element = await show();
        graphql.emitErrors([{ message: 'boom' }]);
        await settled();
        expect(find(element, 'c-bc-error-panel').message).toBe('Invoices, payments and orders could not be read.');
    });

    it('keeps what it had when a refresh fails', async () => {
        const element = await show();
        graphql.emit(documents);
        await settled();
        graphql.emitErrors([{ message: 'boom' }]);
        await settled();
        expect(find(element, 'c-bc-error-panel').message).toContain('could not be refreshed');
        expect(find(element, 'c-bc-invoice-list').invoices).toHaveLength(2);
        graphql.emit(documents);
        await settled();
        expect(find(element, 'c-bc-error-panel')).toBeNull();
    });

    it('refreshes itself and what is opened below', async () => {
        const element = await show();
        const refresh = jest.fn().mockResolvedValue();
        graphql.emit(documents, undefined, refresh);
        await settled();
        const below = jest.spyOn(find(element, 'c-bc-invoice-list'), 'refresh').mockResolvedValue();
        await element.refresh();
        expect(refresh).toHaveBeenCalledTimes(1);
        expect(below).toHaveBeenCalledTimes(1);
    });

    it('is accessible', async () => {
        const element = await show();
        graphql.emit(documents);
        await settled();
        await expect(element).toBeAccessible();
    });
});
