import { fill, formatMoney } from 'c/bcFormat';

describe('c-bc-format', () => {
    it('fills the places of a label', () => {
        expect(fill('Oldest {0} days · {1} invoices', 47, 3)).toBe('Oldest 47 days · 3 invoices');
    });

    it('leaves a place it has no value for, and values alone', () => {
        expect(fill('{0} of {1}', '{1}')).toBe('{1} of {1}');
    });

    it('formats an amount for the reader, with its currency when known', () => {
        expect(formatMoney('1234567.5', 'EUR')).toBe('1,234,567.50 EUR');
        expect(formatMoney('0.10')).toBe('0.10');
    });
});
