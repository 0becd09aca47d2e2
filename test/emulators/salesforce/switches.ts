/** Behaviour that Salesforce leaves to org settings or does not document; each default is explained in the README. */
export interface Switches {
  /** Life of an access token on the sandbox's clock; Salesforce's default session timeout is two hours. */
  sessionTimeoutSeconds: number
  /** Asking for a token while a session lives: `same` gives that session again, `new` opens another. */
  repeatedToken: 'same' | 'new'
  /** `DailyApiRequests.Max`; a Developer org has 15,000 in 24 hours. */
  dailyApiRequests: number
  /** Standard fields of an activated order that may still be written; custom fields are governed by the next switch. */
  activatedOrderEditableFields: readonly string[]
  /** Whether custom fields of an activated order may be written. */
  activatedOrderCustomFields: boolean
  /** True = the user permission Edit Activated Orders does not lift the lock. */
  activatedOrderLockedForEverybody: boolean
  /** The status code that refuses a write to an activated order or its lines. */
  activatedOrderErrorCode: string
  /** Decimals beyond the scale of a field: rounded half up, or kept as given. */
  excessDecimals: 'round' | 'keep'
  /** A row of a collection that names an unknown field or cannot be parsed fails alone, or the whole request with 400. */
  collectionParseErrors: 'row' | 'request'
  /** HTTP status of an upsert with `updateOnly=true` that finds nothing. */
  updateOnlyWithoutMatchStatus: number
  /** Seconds of the sandbox's clock that a deploy stays Pending or InProgress; 0 = done at the first status check. */
  deploySeconds: number
  /** System administrators read and write every field at once, without field permissions in a permission set. */
  administratorsSeeAllFields: boolean
  /** Rows in one page of query results (`Sforce-Query-Options: batchSize` asks for less). */
  queryBatchSize: number
}

export const defaultSwitches: Switches = {
  sessionTimeoutSeconds: 7200,
  repeatedToken: 'same',
  dailyApiRequests: 15_000,
  activatedOrderEditableFields: ['Description'],
  activatedOrderCustomFields: true,
  activatedOrderLockedForEverybody: false,
  activatedOrderErrorCode: 'FIELD_INTEGRITY_EXCEPTION',
  excessDecimals: 'round',
  collectionParseErrors: 'row',
  updateOnlyWithoutMatchStatus: 404,
  deploySeconds: 0,
  administratorsSeeAllFields: true,
  queryBatchSize: 2000,
}
