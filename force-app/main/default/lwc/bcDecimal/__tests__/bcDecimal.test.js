import { percentOf, sum, toDecimal, toMinor } from 'c/bcDecimal';

describe('c-bc-decimal', () => {
    it('adds amounts that floating point cannot', () => {
        const amounts = [0.1, 0.2, 0.3, 1.15, 9007199254.99].map(toMinor);
        expect(toDecimal(sum(amounts))).toBe('9007199256.74');
        expect(0.1 + 0.2).not.toBe(0.3);
    });

    it('keeps every two-decimal amount as it was written', () => {
        for (let cents = -12345; cents <= 12345; cents += 7) {
            expect(toMinor(cents / 100)).toBe(BigInt(cents));
        }
    });

    it.each([
        ['12.34', '12.34'],
        ['-0.05', '-0.05'],
        ['7', '7.00'],
        ['1.005', '1.01'],
        ['-1.005', '-1.01'],
        ['99999999999999.99', '99999999999999.99'],
    ])('reads %s as %s', (text, expected) => {
        expect(toDecimal(toMinor(text))).toBe(expected);
    });

    it.each([null, undefined, ''])('does not take %p for zero', (unknown) => {
        expect(toMinor(unknown)).toBeNull();
        expect(toDecimal(null)).toBeNull();
    });

    it('does not call a part the sum', () => {
        expect(sum([BigInt(1), null, BigInt(2)])).toBeNull();
        expect(sum([])).toBe(BigInt(0));
    });

    it.each(['twelve', '1,000.00', '1e3', 'NaN'])('refuses %s', (text) => {
        expect(() => toMinor(text)).toThrow(RangeError);
    });

    it('refuses a number that is none', () => {
        expect(() => toMinor(NaN)).toThrow('Not an amount: NaN');
    });

    it.each([
        [BigInt(50), BigInt(200), 25],
        [BigInt(300), BigInt(200), 100],
        [BigInt(-5), BigInt(200), 0],
        [BigInt(5), BigInt(0), 0],
    ])('shows %s of %s as %s percent', (part, whole, percent) => {
        expect(percentOf(part, whole)).toBe(percent);
    });
});
