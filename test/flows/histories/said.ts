/** A value as text: blank and nothing are the same. */
export const text = (value: unknown): string =>
  value === null || value === undefined ? '' : JSON.stringify(value).replace(/^"|"$/g, '')

/** What a record of Salesforce says of its own sync. */
export const told = (record: Readonly<Record<string, unknown>> | undefined): string =>
  `${text(record?.BC_Sync_Status__c)}: ${text(record?.BC_Sync_Message__c)}`
