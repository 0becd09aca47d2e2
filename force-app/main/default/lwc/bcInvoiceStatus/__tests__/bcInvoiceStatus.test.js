import { byUrgency, daysLate, isReceivable, statusesOf } from 'c/bcInvoiceStatus';

const today = '2026-11-21';
const open = (more) => ({
    BC_Type__c: 'Invoice',
    BC_Status__c: 'Open',
    BC_Due_Date__c: '2026-12-31',
    BC_Total__c: 100,
    BC_Remaining__c: 100,
    ...more,
});
const keys = (invoice) => statusesOf(invoice, today).map(({ key }) => key);

describe('c-bc-invoice-status', () => {
    it.each([
        ['far from due', {}, ['open']],
        ['due in eight days', { BC_Due_Date__c: '2026-11-29' }, ['open']],
        ['due in seven days', { BC_Due_Date__c: '2026-11-28' }, ['dueSoon']],
        ['due today', { BC_Due_Date__c: today }, ['dueSoon']],
        ['due yesterday', { BC_Due_Date__c: '2026-11-20' }, ['overdue']],
        ['partly paid in time', { BC_Remaining__c: 40.5 }, ['partlyPaid']],
        ['partly paid and due soon', { BC_Remaining__c: 1, BC_Due_Date__c: today }, ['dueSoon', 'partlyPaid']],
        ['partly paid and late', { BC_Remaining__c: 1, BC_Due_Date__c: '2026-01-01' }, ['overdue', 'partlyPaid']],
        ['paid, before its status followed', { BC_Remaining__c: 0 }, ['paid']],
        ['of unknown remaining amount', { BC_Remaining__c: null }, ['open']],
        ['without a due date', { BC_Due_Date__c: null }, ['open']],
        ['a late credit memo', { BC_Type__c: 'Credit Memo', BC_Due_Date__c: '2026-01-01' }, ['open']],
        ['a draft', { BC_Status__c: 'Draft', BC_Due_Date__c: '2026-01-01' }, ['draft']],
        ['in review', { BC_Status__c: 'In Review' }, ['inReview']],
        ['paid', { BC_Status__c: 'Paid', BC_Remaining__c: 0 }, ['paid']],
        ['canceled', { BC_Status__c: 'Canceled' }, ['canceled']],
        ['corrective', { BC_Status__c: 'Corrective' }, ['corrective']],
    ])('an invoice %s', (_what, more, expected) => {
        expect(keys(open(more))).toEqual(expected);
    });

    it('says each status in words', () => {
        expect(statusesOf(open({ BC_Due_Date__c: '2026-01-01' }), today)).toEqual([
            { key: 'overdue', label: 'Overdue', tone: 'error' },
        ]);
    });

    it('counts the days an invoice is late', () => {
        expect(daysLate(open({ BC_Due_Date__c: '2026-11-01' }), today)).toBe(20);
        expect(daysLate(open(), today)).toBe(0);
        expect(daysLate(open({ BC_Status__c: 'Paid', BC_Due_Date__c: '2026-11-01' }), today)).toBe(0);
        expect(daysLate(open({ BC_Due_Date__c: null }), today)).toBe(0);
    });

    it('knows what the customer owes', () => {
        expect(isReceivable(open())).toBe(true);
        expect(isReceivable(open({ BC_Remaining__c: null }))).toBe(true);
        expect(isReceivable(open({ BC_Remaining__c: 0 }))).toBe(false);
        expect(isReceivable(open({ BC_Type__c: 'Credit Memo' }))).toBe(false);
        expect(isReceivable(open({ BC_Status__c: 'Draft' }))).toBe(false);
    });

    it('puts the oldest debt first and what is done last, newest first', () => {
        const sorted = byUrgency([
            { ...open(), Id: 'paid old', BC_Status__c: 'Paid', BC_Invoice_Date__c: '2026-01-01' },
            { ...open(), Id: 'draft', BC_Status__c: 'Draft' },
            { ...open(), Id: 'due later' },
            { ...open(), Id: 'paid new', BC_Status__c: 'Paid', BC_Invoice_Date__c: '2026-05-01' },
            { ...open(), Id: 'credit', BC_Type__c: 'Credit Memo' },
            { ...open(), Id: 'no due date', BC_Due_Date__c: null },
            { ...open(), Id: 'late', BC_Due_Date__c: '2026-01-01' },
        ]);
        expect(sorted.map(({ Id }) => Id)).toEqual([
            'late',
            'due later',
            'no due date',
            'credit',
            'draft',
            'paid new',
            'paid old',
        ]);
    });
});
