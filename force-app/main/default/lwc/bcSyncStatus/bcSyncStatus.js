import WAITING from '@salesforce/label/c.BC_Sync_Waiting';
import NEEDS_ATTENTION from '@salesforce/label/c.BC_Sync_Needs_Attention';

const pills = {
    Waiting: { key: 'waiting', label: WAITING, tone: 'warning' },
    'Needs Attention': { key: 'needsAttention', label: NEEDS_ATTENTION, tone: 'error' },
};

/**
 * What holds a record up on its way between the two systems, such as an approval.
 *
 * @param {object} record plain record with BC_Sync_Status__c
 * @returns {{key: string, label: string, tone: string} | undefined} undefined when nothing does
 */
export function syncPill(record) {
    return pills[record?.BC_Sync_Status__c];
}

/** For whom or what it waits, in the words of the bridge; null when nothing holds it up. */
export function syncMessage(record) {
    return syncPill(record) ? (record.BC_Sync_Message__c ?? null) : null;
}
