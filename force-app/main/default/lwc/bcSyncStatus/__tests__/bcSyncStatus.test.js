import { syncMessage, syncPill } from 'c/bcSyncStatus';

const record = (status) => ({ BC_Sync_Status__c: status, BC_Sync_Message__c: 'Waits for approval by Dana.' });

describe('c-bc-sync-status', () => {
    it.each([
        ['Waiting', 'Waiting', 'warning'],
        ['Needs Attention', 'Needs attention', 'error'],
    ])('%s is said, and why', (status, label, tone) => {
        expect(syncPill(record(status))).toMatchObject({ label, tone });
        expect(syncMessage(record(status))).toBe('Waits for approval by Dana.');
    });

    it.each([['Synced'], [null], [undefined]])('%s holds nothing up, whatever was said before', (status) => {
        expect(syncPill(record(status))).toBeUndefined();
        expect(syncMessage(record(status))).toBeNull();
    });

    it('copes with a record that has not come yet, or says nothing', () => {
        expect(syncPill(undefined)).toBeUndefined();
        expect(syncMessage({ BC_Sync_Status__c: 'Waiting' })).toBeNull();
    });
});
