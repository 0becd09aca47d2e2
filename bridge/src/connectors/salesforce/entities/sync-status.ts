import { field } from '../../../engine/entity.ts'

/** How a record stands, as its people read it. */
export const syncStatus = {
  BC_Sync_Status__c: field.choice(['Synced', 'Waiting', 'Needs Attention']),
  BC_Sync_Message__c: field.text(255),
  BC_Last_Synced__c: field.instant(),
} as const
