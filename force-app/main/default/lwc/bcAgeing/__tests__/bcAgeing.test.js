import { ageing, bucketOf } from 'c/bcAgeing';

const today = '2026-11-21';
const open = (due, remaining, more = {}) => ({
    BC_Type__c: 'Invoice',
    BC_Status__c: 'Open',
    BC_Due_Date__c: due,
    BC_Remaining__c: remaining,
    BC_Currency_Code__c: 'USD',
    ...more,
});

describe('c-bc-ageing', () => {
    it.each([
        ['2026-12-01', 'current'],
        ['2026-11-21', 'current'],
        ['2026-11-20', 'days30'],
        ['2026-10-22', 'days30'],
        ['2026-10-21', 'days60'],
        ['2026-09-22', 'days60'],
        ['2026-09-21', 'days90'],
        ['2026-08-23', 'days90'],
        ['2026-08-22', 'older'],
        [null, 'current'],
    ])('puts an invoice due %s into %s', (due, bucket) => {
        expect(bucketOf(open(due, 1), today)).toBe(bucket);
    });

    it('leaves out what nobody owes', () => {
        expect(bucketOf(open('2026-01-01', 0), today)).toBeUndefined();
        expect(bucketOf(open('2026-01-01', 5, { BC_Status__c: 'Paid' }), today)).toBeUndefined();
        expect(ageing([open('2026-01-01', 5, { BC_Type__c: 'Credit Memo' })], today)).toEqual([]);
    });

    it('sums exactly, per currency', () => {
        const groups = ageing(
            [
                open('2026-11-20', 0.1),
                open('2026-11-19', 0.2),
                open('2027-01-01', 10),
                open('2026-11-20', 7, { BC_Currency_Code__c: 'EUR' }),
            ],
            today,
        );
        expect(groups.map(({ currencyCode, total }) => [currencyCode, total])).toEqual([
            ['EUR', BigInt(700)],
            ['USD', BigInt(1030)],
        ]);
        expect(groups[1].buckets.find(({ key }) => key === 'days30')).toEqual({
            key: 'days30',
            count: 2,
            amount: BigInt(30),
        });
    });

    it('does not call a sum with an unknown part known', () => {
        const [group] = ageing([open('2026-11-20', null), open('2027-01-01', 10)], today);
        expect(group.total).toBeNull();
        expect(group.buckets.find(({ key }) => key === 'days30').amount).toBeNull();
        expect(group.buckets.find(({ key }) => key === 'current').amount).toBe(BigInt(1000));
    });
});
