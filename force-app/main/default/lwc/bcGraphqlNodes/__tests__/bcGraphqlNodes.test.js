import { plain, rowsOf } from 'c/bcGraphqlNodes';

describe('c-bc-graphql-nodes', () => {
    it('turns a node into a plain record', () => {
        const node = {
            Id: 'a05',
            BC_Amount__c: { value: 0, displayValue: '0.00' },
            BC_Due_Date__c: { value: null },
            BC_Payment__r: { BC_Document_Number__c: { value: 'PAY-1' } },
            BC_Order__r: null,
        };
        expect(plain(node)).toEqual({
            Id: 'a05',
            BC_Amount__c: 0,
            BC_Due_Date__c: null,
            BC_Payment__r: { BC_Document_Number__c: 'PAY-1' },
            BC_Order__r: null,
        });
    });

    it('tells whether there is more', () => {
        const edges = [{ node: { Id: '1' } }];
        expect(rowsOf({ edges, pageInfo: { hasNextPage: true } })).toEqual({ rows: [{ Id: '1' }], complete: false });
        expect(rowsOf({ edges, pageInfo: { hasNextPage: false } }).complete).toBe(true);
        expect(rowsOf({ edges }).complete).toBe(true);
    });

    it('takes a missing connection for an empty one', () => {
        expect(rowsOf(undefined)).toEqual({ rows: [], complete: true });
    });
});
