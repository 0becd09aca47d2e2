import { type ApiError, notSupported } from '../context.ts'

/** Standard objects that every org has, and this sandbox has not; objects of features (Quote, Asset, …) an org may well lack. [Object Reference] */
const names: ReadonlySet<string> = new Set(
  [
    ...[
      'ApexClass',
      'ApexTrigger',
      'AsyncApexJob',
      'Attachment',
      'BusinessHours',
      'Campaign',
      'CampaignMember',
      'Case',
    ],
    ...[
      'CaseComment',
      'CronTrigger',
      'Dashboard',
      'Document',
      'EmailMessage',
      'EmailTemplate',
      'EntityDefinition',
      'Event',
    ],
    ...['FieldDefinition', 'FeedItem', 'Folder', 'GroupMember', 'Holiday', 'Lead', 'LoginHistory', 'Note'],
    ...[
      'OpportunityContactRole',
      'OpportunityHistory',
      'OpportunityStage',
      'ProcessInstance',
      'QueueSobject',
      'RecordType',
      'Report',
    ],
    ...['SetupAuditTrail', 'StaticResource', 'Task', 'UserLicense', 'UserRole'],
  ].map((name) => name.toLowerCase()),
)

/** The error for an object that an org would have; undefined for one that it would not know either. */
export const objectNotHere = (name: string): ApiError | undefined =>
  names.has(name.toLowerCase()) ? notSupported(`The object ${name}`) : undefined
