/** Behaviour that Salesforce leaves to org settings or does not document; each default is explained in the README. */
export interface Switches {
  /** Life of an access token on the sandbox's clock; Salesforce's default session timeout is two hours. */
  sessionTimeoutSeconds: number
  /** Asking for a token while a session lives: `same` gives that session again, `new` opens another. */
  repeatedToken: 'same' | 'new'
  /**
   * How far ahead `exp` of a JWT bearer assertion may lie. The documentation asks for minutes, while Salesforce's own CLI counts
   * `exp` in milliseconds, thousands of years ahead, and signs in all the same.
   */
  jwtMostSecondsAhead: number
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
  /** `allOrNone` and `updateOnly` in a query string, neither `true` nor `false`: the request is refused with 400, or they count as `false`. */
  unreadableBooleans: 'refused' | 'false'
  /** HTTP status of an upsert with `updateOnly=true` that finds nothing. */
  updateOnlyWithoutMatchStatus: number
  /** How long a call waits for a row that somebody else holds. */
  rowLockSeconds: number
  /** How often Bulk API 2.0 tries 200 rows again of which some are held, before those fail. */
  bulkLockRetries: number
  /** Seconds of the sandbox's clock that a deploy or retrieve stays Pending or InProgress; 0 = done at the first status check. */
  deploySeconds: number
  /** Whether the org is a Dev Hub: makes packages (Package2 and its like in the Tooling API). */
  devHub: boolean
  /** Seconds that the creation of a package version takes, through its states; 0 = done at once. */
  packageVersionSeconds: number
  /** Seconds that the installation of a package takes. */
  packageInstallSeconds: number
  /** Whether beta (not promoted) package versions may be installed, as in a sandbox or scratch org. */
  betaPackages: boolean
  /** Seconds of the sandbox's clock that a Bulk API 2.0 job waits as UploadComplete; 0 = none. */
  bulkQueueSeconds: number
  /** Seconds for every 200 rows of an ingest job, and for the whole of a query job; 0 = done at the first look. */
  bulkChunkSeconds: number
  /** Largest upload of an ingest job, counted as base64 (Salesforce: 150 MB). */
  bulkMaxUploadBytes: number
  /** Most rows on one page of the results of a query job. */
  bulkQueryPageSize: number
  /**
   * How a column names a parent of several possible objects: `User:Owner.Username` as the guide has it, `Owner:User.Username`, or both. The object
   * comes first in `ObjectType:RelationshipName.IndexedFieldName`. [Bulk API 2.0: Relationship Fields in a Header Row]
   */
  bulkPolymorphicColumns: 'type-first' | 'relationship-first' | 'either'
  /** Whether `Sforce-Call-Options: client=…` of the call that made an ingest job shows in its change events. */
  bulkClientInChangeOrigin: boolean
  /** `DailyBulkApiBatches.Max`: batches of up to 10,000 rows in 24 hours. */
  dailyBulkBatches: number
  /** `DailyBulkV2QueryJobs.Max`. */
  dailyBulkQueryJobs: number
  /** System administrators read and write every field at once, without field permissions in a permission set. */
  administratorsSeeAllFields: boolean
  /** How long rows that skip the Recycle Bin (OrderItem, `hardDelete`) stand in `deleted`. */
  hardDeletePurgeSeconds: number
  /** Rows in one page of query results (`Sforce-Query-Options: batchSize` asks for less). */
  queryBatchSize: number
  /** Largest `first` of a GraphQL query. */
  graphqlMaxFirst: number
  /** Behind how many records a GraphQL page may begin when it has no `upperBound`. */
  graphqlMaxOffset: number
  /** Largest `pageSize` of related-list-records. */
  relatedListMaxPageSize: number
  /** More children than this are not counted by related-list-count: `hasMore`. */
  relatedListMaxCount: number
  /** Largest file inside a JSON body, in bytes of the file (Salesforce: 37.5 MB). */
  maxFileBytesInJson: number
  /** Largest file of a multipart body, in bytes (Salesforce: 2 GB). */
  maxFileBytes: number
  /** `FileStorageMB.Max`; an upload beyond it is refused with STORAGE_LIMIT_EXCEEDED. */
  fileStorageMegabytes: number
  /** `ShareType` of the link that `FirstPublishLocationId` makes. */
  firstPublishShareType: 'V' | 'C' | 'I'
  /** Whether multiple currencies are turned on; takes effect at the start and at a reset, as it cannot be undone in an org. */
  multiCurrency: boolean
  /** The active currencies of such an org; the first is the corporate currency, rates are per unit of it. */
  currencies: readonly { readonly isoCode: string; readonly conversionRate: string }[]
  /** The key under which DUPLICATES_DETECTED tells what matched; recorded payloads spell it `duplicateResut`. */
  duplicateResultKey: 'duplicateResut' | 'duplicateResult'
}

export const defaultSwitches: Switches = {
  sessionTimeoutSeconds: 7200,
  repeatedToken: 'same',
  jwtMostSecondsAhead: Number.POSITIVE_INFINITY,
  dailyApiRequests: 15_000,
  activatedOrderEditableFields: ['Description'],
  activatedOrderCustomFields: true,
  activatedOrderLockedForEverybody: false,
  activatedOrderErrorCode: 'FIELD_INTEGRITY_EXCEPTION',
  excessDecimals: 'round',
  collectionParseErrors: 'row',
  unreadableBooleans: 'refused',
  updateOnlyWithoutMatchStatus: 404,
  rowLockSeconds: 10,
  bulkLockRetries: 10,
  deploySeconds: 0,
  devHub: false,
  packageVersionSeconds: 0,
  packageInstallSeconds: 0,
  betaPackages: true,
  bulkQueueSeconds: 0,
  bulkChunkSeconds: 0,
  bulkMaxUploadBytes: 157_286_400,
  bulkQueryPageSize: 50_000,
  bulkPolymorphicColumns: 'type-first',
  bulkClientInChangeOrigin: true,
  dailyBulkBatches: 15_000,
  dailyBulkQueryJobs: 10_000,
  administratorsSeeAllFields: true,
  hardDeletePurgeSeconds: 86_400,
  queryBatchSize: 2000,
  graphqlMaxFirst: 2000,
  graphqlMaxOffset: 2000,
  relatedListMaxPageSize: 1999,
  relatedListMaxCount: 2000,
  maxFileBytesInJson: 39_321_600,
  maxFileBytes: 2_147_483_648,
  fileStorageMegabytes: 20,
  firstPublishShareType: 'V',
  multiCurrency: false,
  currencies: [
    { isoCode: 'USD', conversionRate: '1' },
    { isoCode: 'EUR', conversionRate: '0.9' },
    { isoCode: 'GBP', conversionRate: '0.8' },
    { isoCode: 'DKK', conversionRate: '6.75' },
  ],
  duplicateResultKey: 'duplicateResut',
}
