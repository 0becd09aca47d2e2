import { daysBetween, today } from 'c/bcDays';

describe('c-bc-days', () => {
    it.each([
        ['America/New_York', '2026-11-20'],
        ['Europe/Berlin', '2026-11-21'],
        ['Pacific/Auckland', '2026-11-21'],
    ])('tells the day it is in %s', (timeZone, day) => {
        expect(today(timeZone, new Date('2026-11-21T02:00:00Z'))).toBe(day);
    });

    it.each([
        ['2026-11-21', '2026-11-21', 0],
        ['2026-02-28', '2026-03-01', 1],
        ['2024-02-28', '2024-03-01', 2],
        ['2026-03-01', '2026-02-01', -28],
        // The night in which clocks change is not a day shorter.
        ['2026-10-31', '2026-11-02', 2],
    ])('counts from %s to %s', (from, to, days) => {
        expect(daysBetween(from, to)).toBe(days);
    });
});
