import { createElement } from 'lwc';
import BcTile from 'c/bcTile';

const show = (figure) => {
    const element = createElement('c-bc-tile', { is: BcTile });
    element.figure = figure;
    document.body.appendChild(element);
    return element.shadowRoot;
};

describe('c-bc-tile', () => {
    afterEach(() => document.body.replaceChildren());

    it('shows one amount per currency', () => {
        const root = show({
            label: 'Overdue',
            alert: true,
            amounts: [
                { amount: '1.00', currencyCode: 'EUR' },
                { amount: '2.00', currencyCode: 'USD' },
            ],
            notes: ['Oldest 3 days', ''],
        });
        expect([...root.querySelectorAll('c-bc-money')].map((money) => money.currencyCode)).toEqual(['EUR', 'USD']);
        expect([...root.querySelectorAll('.note')].map((note) => note.textContent)).toEqual(['Oldest 3 days']);
        expect(root.querySelector('.alert')).not.toBeNull();
    });

    it('says that a figure is not known', () => {
        expect(show({ label: 'Open balance', amounts: [] }).querySelector('.unknown').textContent).toBe(
            'Not available',
        );
    });

    it('shows words, a pill, a date and a bar', () => {
        const root = show({
            label: 'x',
            text: 'No limit set',
            pill: { label: 'No', tone: 'success' },
            date: '2026-11-21',
            used: 25,
            usedLabel: '25 percent',
        });
        expect(root.querySelector('.value').textContent).toContain('No limit set');
        expect(root.querySelector('c-bc-status-pill').label).toBe('No');
        expect(root.querySelector('lightning-formatted-date-time').value).toBe('2026-11-21');
        expect(root.querySelector('.bar').getAttribute('aria-label')).toBe('25 percent');
        expect(root.querySelector('.used').style.width).toBe('25%');
        expect(root.querySelector('.unknown')).toBeNull();
    });

    it('is accessible', async () => {
        await expect(show({ label: 'Credit', text: 'None', used: 3, usedLabel: '3 percent' }).host).toBeAccessible();
    });
});
