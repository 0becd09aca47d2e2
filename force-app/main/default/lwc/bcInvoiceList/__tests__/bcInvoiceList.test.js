import { createElement } from 'lwc';
import BcInvoiceList from 'c/bcInvoiceList';

const today = '2026-11-21';
const invoice = (id, more = {}) => ({
    Id: id,
    Name: `PS-${id}`,
    BC_Type__c: 'Invoice',
    BC_Status__c: 'Open',
    BC_Invoice_Date__c: '2026-10-01',
    BC_Due_Date__c: '2026-12-31',
    BC_Total__c: 100,
    BC_Remaining__c: 100,
    BC_Currency_Code__c: 'USD',
    BC_Order_Number__c: 'S-ORD1',
    ...more,
});
const late = invoice('late', { BC_Due_Date__c: '2026-11-01', BC_Remaining__c: 40 });
const paid = invoice('paid', { BC_Status__c: 'Paid', BC_Remaining__c: 0 });
const credit = invoice('credit', { BC_Type__c: 'Credit Memo', BC_Due_Date__c: '2026-01-01', BC_Order_Number__c: null });

const show = (properties) => {
    const element = createElement('c-bc-invoice-list', { is: BcInvoiceList });
    Object.assign(element, {
        invoices: [late, invoice('open'), credit, paid],
        today,
        bucket: null,
        complete: true,
        ...properties,
    });
    document.body.appendChild(element);
    return element;
};
const settled = () => Promise.resolve();
const rows = (element) => [...element.shadowRoot.querySelectorAll('tr.invoice')];
const numbers = (element) => rows(element).map((row) => row.querySelector('.toggle').textContent.trim());
const choose = async (element, value) => {
    element.shadowRoot
        .querySelector('c-bc-choice-pills')
        .dispatchEvent(new CustomEvent('choose', { detail: { value } }));
    await settled();
};

describe('c-bc-invoice-list', () => {
    afterEach(() => document.body.replaceChildren());

    it('shows each invoice with status, dates and amounts', () => {
        const [first] = rows(show());
        expect([...first.querySelectorAll('c-bc-status-pill')].map(({ label }) => label)).toEqual([
            'Overdue',
            'Partly paid',
        ]);
        expect(first.textContent).toContain('20 days late');
        expect(first.textContent).toContain('Order S-ORD1');
        expect([...first.querySelectorAll('c-bc-money')].map(({ amount }) => amount)).toEqual([100, 40]);
    });

    it('says for whom an invoice waits', () => {
        const held = { BC_Status__c: 'Draft', BC_Sync_Status__c: 'Waiting', BC_Sync_Message__c: 'Waits for Dana.' };
        const [first, second] = rows(
            show({ invoices: [invoice('held', held), invoice('free', { ...held, BC_Sync_Status__c: null })] }),
        );
        const said = (row) => [...row.querySelectorAll('c-bc-status-pill')].map(({ label }) => label);
        expect(said(first)).toEqual(['Draft', 'Waiting']);
        expect(first.textContent).toContain('Waits for Dana.');
        expect(said(second)).toEqual(['Draft']);
        expect(second.textContent).not.toContain('Waits for Dana.');
    });

    it.each([
        ['2026-11-20', '1 day late'],
        ['2026-11-19', '2 days late'],
    ])('due %s is %s', (due, text) => {
        expect(rows(show({ invoices: [invoice('x', { BC_Due_Date__c: due })] }))[0].textContent).toContain(text);
    });

    it('calls a credit memo by its name and never late', () => {
        const row = rows(show())[2];
        expect(row.textContent).toContain('Credit memo');
        expect(row.textContent).not.toContain('late');
        expect(row.textContent).not.toContain('Order ');
    });

    it.each([
        ['all', ['PS-late', 'PS-open', 'PS-credit', 'PS-paid']],
        ['open', ['PS-late', 'PS-open', 'PS-credit']],
        ['overdue', ['PS-late']],
        ['done', ['PS-paid']],
    ])('filters %s', async (value, expected) => {
        const element = show();
        await choose(element, value);
        expect(numbers(element)).toEqual(expected);
    });

    it('shows one bucket of the ageing bar instead of the filter, and says when a filter takes over', async () => {
        const element = show({ bucket: 'days30' });
        expect(numbers(element)).toEqual(['PS-late']);
        expect(element.shadowRoot.querySelector('c-bc-choice-pills').value).toBeUndefined();
        const taken = jest.fn();
        element.addEventListener('filterchange', taken);
        await choose(element, 'all');
        expect(taken).toHaveBeenCalledTimes(1);
    });

    it('opens and closes an invoice', async () => {
        const element = show();
        const toggle = () => element.shadowRoot.querySelector('[data-id="late"]');
        expect(toggle().getAttribute('aria-label')).toBe('Show lines and payments of PS-late');
        toggle().click();
        await settled();
        const detail = element.shadowRoot.querySelector('c-bc-invoice-detail');
        expect([detail.invoiceId, detail.currencyCode]).toEqual(['late', 'USD']);
        expect(toggle().getAttribute('aria-expanded')).toBe('true');
        toggle().click();
        await settled();
        expect(element.shadowRoot.querySelector('c-bc-invoice-detail')).toBeNull();
    });

    it('shows ten at first, then more', async () => {
        const element = show({ invoices: Array.from({ length: 23 }, (_, index) => invoice(String(index))) });
        const more = () => element.shadowRoot.querySelector('.more');
        expect(rows(element)).toHaveLength(10);
        expect(more().label).toBe('Show more (13)');
        more().click();
        await settled();
        more().click();
        await settled();
        expect(rows(element)).toHaveLength(23);
        expect(more()).toBeNull();
    });

    it('says that the platform has more', () => {
        expect(show({ complete: false }).shadowRoot.textContent).toContain(
            'Older invoices are in the tab BC Invoices.',
        );
    });

    it('says why it is empty', async () => {
        expect(show({ invoices: [] }).shadowRoot.querySelector('.empty').textContent).toBe('No invoices yet.');
        const element = show({ invoices: [paid] });
        await choose(element, 'overdue');
        expect(element.shadowRoot.querySelector('.empty').textContent).toBe('No invoice matches what you chose.');
    });

    it('refreshes what is open', async () => {
        const element = show();
        element.shadowRoot.querySelector('[data-id="late"]').click();
        await settled();
        const detail = element.shadowRoot.querySelector('c-bc-invoice-detail');
        const refresh = jest.spyOn(detail, 'refresh').mockResolvedValue();
        await element.refresh();
        expect(refresh).toHaveBeenCalledTimes(1);
    });

    it('is accessible', async () => {
        const element = show();
        element.shadowRoot.querySelector('[data-id="late"]').click();
        await settled();
        await expect(element).toBeAccessible();
    });
});
