import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import BcInvoiceDetail from 'c/bcInvoiceDetail';
import detail from './data/detail.json';

const mockNavigate = jest.fn();
jest.mock('lightning/navigation', () => {
    const Navigate = Symbol('Navigate');
    const NavigationMixin = (Base) =>
        class extends Base {
            [Navigate](reference) {
                mockNavigate(reference);
            }
        };
    return { NavigationMixin: Object.assign(NavigationMixin, { Navigate }) };
});

const settled = () => Promise.resolve();
const show = async () => {
    const element = createElement('c-bc-invoice-detail', { is: BcInvoiceDetail });
    Object.assign(element, { invoiceId: 'a02000000000001AAA', currencyCode: 'USD' });
    document.body.appendChild(element);
    // The wire asks a moment after the element stands on the page.
    await settled();
    return element;
};
const table = (element, name) => element.shadowRoot.querySelector(`[data-name="${name}"]`);

describe('c-bc-invoice-detail', () => {
    afterEach(() => document.body.replaceChildren());

    it('asks for the invoice it shows', async () => {
        await show();
        expect(graphql.getLastConfig()).toMatchObject({
            operationName: 'BillingInvoiceDetail',
            variables: { invoiceId: 'a02000000000001AAA' },
        });
    });

    it('says that it is reading', async () => {
        expect((await show()).shadowRoot.querySelector('[role="status"]').textContent).toBe('Reading billing status …');
    });

    it('shows lines and applied payments with the currency of the invoice', async () => {
        const element = await show();
        graphql.emit(detail);
        await settled();
        const [line, comment] = table(element, 'lines').rows;
        expect(line.cells.amount).toEqual({ amount: 2001.6, currencyCode: 'USD' });
        expect(comment.cells).toMatchObject({ description: 'Delivered to the back door', amount: null });
        const [payment] = table(element, 'payments').rows;
        expect(payment.cells).toEqual({
            date: '2026-11-10',
            document: 'PAY-0001',
            type: 'Payment',
            amount: { amount: 500, currencyCode: 'USD' },
        });
    });

    it('manages an application whose payment the user may not see', async () => {
        const element = await show();
        const hidden = JSON.parse(JSON.stringify(detail));
        hidden.uiapi.query.BC_Payment_Application__c.edges[0].node.BC_Payment__r = null;
        graphql.emit(hidden);
        await settled();
        expect(table(element, 'payments').rows[0].cells.document).toBeUndefined();
    });

    it('says that there are none, and that there is more', async () => {
        const element = await show();
        const none = { edges: [], pageInfo: { hasNextPage: true } };
        graphql.emit({ uiapi: { query: { BC_Invoice_Line__c: none, BC_Payment_Application__c: none } } });
        await settled();
        const text = element.shadowRoot.textContent;
        expect(text).toContain('No lines.');
        expect(text).toContain('Nothing has been applied to this document yet.');
        expect(text).toContain('There is more.');
    });

    it('shows why it cannot, and tries again', async () => {
        const element = await show();
        const refresh = jest.fn().mockResolvedValue();
        graphql.emitErrors([{ message: 'boom' }], undefined, refresh);
        await settled();
        const panel = element.shadowRoot.querySelector('c-bc-error-panel');
        expect(panel.message).toBe('Lines and payments of this invoice could not be read.');
        panel.dispatchEvent(new CustomEvent('retry'));
        expect(refresh).toHaveBeenCalledTimes(1);
    });

    it('opens the record', async () => {
        const element = await show();
        graphql.emit(detail);
        await settled();
        element.shadowRoot.querySelector('lightning-button').click();
        expect(mockNavigate.mock.calls[0][0].attributes).toEqual({
            recordId: 'a02000000000001AAA',
            objectApiName: 'BC_Invoice__c',
            actionName: 'view',
        });
    });

    it('is accessible', async () => {
        const element = await show();
        graphql.emit(detail);
        await settled();
        await expect(element).toBeAccessible();
    });
});
