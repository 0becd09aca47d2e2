import { createElement } from 'lwc';
import BcTable from 'c/bcTable';

const columns = [
    { key: 'document', label: 'Document', kind: 'text' },
    { key: 'date', label: 'Date', kind: 'date' },
    { key: 'shipped', label: 'Shipped', kind: 'percent', end: true },
    { key: 'quantity', label: 'Quantity', kind: 'number', end: true },
    { key: 'amount', label: 'Amount', kind: 'money', end: true },
    { key: 'status', label: 'Status', kind: 'pill' },
];

const show = (rows) => {
    const element = createElement('c-bc-table', { is: BcTable });
    Object.assign(element, { caption: 'Orders', columns, rows });
    document.body.appendChild(element);
    return element.shadowRoot;
};

const full = {
    id: '1',
    cells: {
        document: 'S-ORD1',
        date: '2026-11-21',
        shipped: 40,
        quantity: 0,
        amount: { amount: 12.5, currencyCode: 'EUR' },
        status: { label: 'Released', tone: 'info' },
    },
};

describe('c-bc-table', () => {
    afterEach(() => document.body.replaceChildren());

    it('shows each kind of value', () => {
        const root = show([full]);
        const cells = [...root.querySelectorAll('tbody td')];
        expect(cells[0].textContent).toBe('S-ORD1');
        expect(cells[1].querySelector('lightning-formatted-date-time').value).toBe('2026-11-21');
        expect(cells[2].querySelector('lightning-formatted-number').formatStyle).toBe('percent-fixed');
        expect(cells[3].querySelector('lightning-formatted-number').value).toBe(0);
        expect(cells[4].querySelector('c-bc-money').currencyCode).toBe('EUR');
        expect(cells[5].querySelector('c-bc-status-pill').label).toBe('Released');
    });

    it('names each cell after its column, for narrow places', () => {
        const labels = [...show([full]).querySelectorAll('tbody td')].map((cell) => cell.dataset.label);
        expect(labels).toEqual(columns.map(({ label }) => label));
    });

    it('leaves cells without a value empty, and a zero is a value', () => {
        const cells = [...show([{ id: '1', cells: { document: '', date: null } }]).querySelectorAll('tbody td')];
        expect(cells.map((cell) => cell.children.length)).toEqual([0, 0, 0, 0, 0, 0]);
    });

    it('shows that an amount is not known', () => {
        const root = show([{ id: '1', cells: { amount: { amount: null, currencyCode: 'USD' } } }]);
        expect(root.querySelector('c-bc-money').amount).toBeNull();
    });

    it('puts a note below its row, over the whole width', () => {
        const note = show([{ ...full, note: 'Item 1999-X is blocked.' }]).querySelector('td.note');
        expect(note.textContent).toBe('Item 1999-X is blocked.');
        expect(note.getAttribute('colspan')).toBe('6');
    });

    it('is accessible', async () => {
        await expect(show([full, { ...full, id: '2', note: 'Waits.' }]).host).toBeAccessible();
    });
});
