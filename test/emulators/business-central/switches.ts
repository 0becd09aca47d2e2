/**
 * What Microsoft's documentation and sources leave open, or what an administrator sets. Every default is written down
 * here and in the README; a test that depends on one says so by setting it.
 */
export interface Switches {
  /** May `notificationUrl` be plain http? Documentation shows https only; refusal of http is unknown. */
  readonly httpNotificationUrls: boolean
  /** How the handshake calls the receiver: documentation says "a request". */
  readonly handshakeMethod: 'POST' | 'GET'
  /** Seconds a receiver has to answer a handshake or a notification. Unknown. */
  readonly receiverTimeoutSeconds: number
  /** Answer when the handshake fails. Unknown. */
  readonly handshakeFailure: { readonly status: number; readonly code: string }
  /** Are `If-Match` headers required on PATCH and DELETE of a subscription? Reported, not documented. */
  readonly subscriptionNeedsIfMatch: boolean
  /** Answer to one subscription more than 200. Unknown. */
  readonly tooManySubscriptions: { readonly status: number; readonly code: string }
  /** The wait after the first change, which the vendor has at 30. Tests may shrink it. */
  readonly notificationDelaySeconds: number
  /**
   * An update that changes nothing is told of when the record has changed this shortly before it: Microsoft's code cannot
   * tell then, and allows two seconds. 0 = never; Infinity = whenever there is one.
   */
  readonly unchangedNotificationSeconds: number
  /** Filtering and sorting on properties that are page variables. Unknown; refusing keeps clients from relying on it. */
  readonly calculatedInQuery: 'allow' | 'refuse'
  /** `$filter` operator `not`. Unknown. */
  readonly notOperator: 'allow' | 'refuse'
  /** Do `eq`, `contains` … on text tell upper from lower case? Depends on the database collation. */
  readonly filterCaseSensitive: boolean
  /** Are Code fields (numbers, codes, `externalDocumentNumber`) kept in upper case, as the application's tables do? */
  readonly upperCaseCodes: boolean
  /** Does `$select` without the key still bring the key? Unknown. */
  readonly keyWithSelect: boolean
  /** A null in a PATCH. Unknown. */
  readonly nullInPatch: 'blank' | 'ignore' | 'refuse'
  /** Writing a read-only property. The status is unknown. */
  readonly readOnlyWrite: { readonly status: number; readonly code: string }
  /** A key that exists already: 400 in live reports, 409 by one reading of the server. */
  readonly duplicateKeyStatus: 400 | 409
  /** Do the number series of customers, vendors, contacts and items allow numbers of one's own? */
  readonly manualNumbers: 'allow' | 'refuse'
  /** A stale tag. 409 is documented; whether 412 is ever sent is unknown. */
  readonly staleEtagStatus: 409 | 412
  /** Do stamp and tag move with an update that changes nothing? Unknown; what is told of it: `unchangedNotificationSeconds`. */
  readonly unchangedStamps: boolean
  /** A query whose syntax is not understood. `BadRequest_NotFound` by the list of codes; 404 by its name, which is unknown. */
  readonly querySyntax: { readonly status: number; readonly code: string }
  /** Deleting a record that others refer to. The application checks some tables and not others. */
  readonly deleteInUse: 'refuse' | 'allow'
  /** May lines of a released order or invoice be changed? The application says no; whether the API reopens is untried. */
  readonly releasedDocuments: 'closed' | 'open'
  /**
   * What becomes of the lines when a draft gets another customer, another one that is billed, or another currency. Microsoft's
   * code makes them anew, also for a web service; read from source, not tried live.
   */
  readonly linesOfChangedHeader: 'recreated' | 'kept'
  /**
   * What tells that a quote is accepted, and does one expire? Microsoft's code knows the marks `accepted`, set in the
   * client, and `sent`, and has no case for expired; `dates` goes by `acceptedDate` and `validUntilDate`.
   */
  readonly quoteStatus: 'flags' | 'dates'
  /**
   * `pricesIncludeTax` on an order with sales tax: never, or as long as it has no lines, which is all Microsoft's page looks
   * at (a line with sales tax is then refused).
   */
  readonly pricesIncludeSalesTax: 'refuse' | 'withoutLines'
  /**
   * `makeCorrectiveCreditMemo` while the sales order of the invoice is still there. `asks`: the application asks a person
   * first, which a web service cannot answer (400 `Application_CallbackNotAllowed`); `drafts`: the credit memo is made.
   * Microsoft's code of version 25 makes it, that of the versions after it asks.
   */
  readonly correctiveMemoOfOrder: 'asks' | 'drafts'
  /** Another parent in the body of a record that is made below, or along with, its own. Unknown. */
  readonly otherParentInBody: 'refuse' | 'ignore'
  /** Is the header `Company` heeded outside of a batch? Documented for parts of a batch only. */
  readonly companyHeader: 'batch' | 'everywhere'
  /** Unknown company. Code known, status assumed. */
  readonly companyNotFoundStatus: number
  /** Unknown environment name. Unknown. */
  readonly environmentNotFound: { readonly status: number; readonly code: string }
  /** Unknown tenant, or one that is offline: 5xx by its family, which is unknown. */
  readonly tenantUnavailable: { readonly status: number; readonly code: string }
  /** No token at all. The status is documented, the code is not confirmed. */
  readonly unauthorized: { readonly status: number; readonly code: string }
  /** Missing rights. The text is known, the status is not. */
  readonly permissionDenied: { readonly status: number; readonly code: string }
  /** Is a `Retry-After` sent with 429? Documented for 502 and 503 only. Seconds, or undefined for none. */
  readonly retryAfterOn429: number | undefined
  /** Do bound actions answer with a `Location` of the result? Reported once. */
  readonly locationOnActions: boolean
  /** `shipAndInvoice` that shipped and invoiced nothing: 204 is seen in both readings, another status is unknown. */
  readonly shipOnlyStatus: number
  /** Do `odata.metadata=full` and `none` in `Accept` do anything, or are answers always minimal? Unknown. */
  readonly metadataLevels: 'minimal' | 'asked'
  /** Are application tokens accepted on `/environments/v1.2`? Unknown. */
  readonly environmentListing: boolean
  /** Does `POST journals(id)/Microsoft.NAV.post` post a cash receipt batch? Read from source, not tried live. */
  readonly journalPostTakesPayments: boolean
  /** Without `Prefer: odata.continue-on-error`, does a batch go on after a failing part? Unknown. */
  readonly batchContinuesOnError: boolean
  /** Is a part of a JSON batch refused (424) when one it `dependsOn` failed? Unknown. */
  readonly batchDependsOn: 'ignore' | 'honour'
  /** Do `$id` references to records made earlier in a batch work? Unknown. */
  readonly batchReferences: 'refuse' | 'resolve'
  /** Seconds a `$skiptoken` stays valid; undefined = for ever. Unknown. */
  readonly skipTokenLifetimeSeconds: number | undefined
  /** A parameter `aid=…` that next links of some tenants carry; undefined = none. Its meaning is unknown. */
  readonly nextLinkAid: string | undefined
  /** Enum members and lengths that only application version 29 knows. Its navigation properties do not follow. */
  readonly version29: boolean
  /** Is e-mail set up in the company? Without it every `send` action fails. */
  readonly emailSetUp: boolean
  /** The per-user limits; Microsoft's numbers by default. */
  readonly limits: { readonly requestsPerFiveMinutes: number; readonly running: number; readonly waiting: number }
  /** Largest body of a request, in bytes; Microsoft's number by default. Beyond: 413. */
  readonly maxBodyBytes: number
  /** Largest page and its default. */
  readonly maxPageSize: number
}

export const defaultSwitches: Switches = {
  httpNotificationUrls: true,
  handshakeMethod: 'POST',
  receiverTimeoutSeconds: 10,
  handshakeFailure: { status: 400, code: 'BadRequest' },
  subscriptionNeedsIfMatch: true,
  tooManySubscriptions: { status: 400, code: 'Application_DialogException' },
  notificationDelaySeconds: 30,
  unchangedNotificationSeconds: 2,
  calculatedInQuery: 'refuse',
  notOperator: 'refuse',
  filterCaseSensitive: true,
  upperCaseCodes: true,
  keyWithSelect: false,
  nullInPatch: 'blank',
  readOnlyWrite: { status: 400, code: 'BadRequest_InvalidOperation' },
  duplicateKeyStatus: 400,
  manualNumbers: 'allow',
  staleEtagStatus: 409,
  unchangedStamps: true,
  querySyntax: { status: 404, code: 'BadRequest_NotFound' },
  deleteInUse: 'refuse',
  releasedDocuments: 'closed',
  linesOfChangedHeader: 'recreated',
  quoteStatus: 'flags',
  pricesIncludeSalesTax: 'refuse',
  correctiveMemoOfOrder: 'asks',
  otherParentInBody: 'refuse',
  companyHeader: 'batch',
  companyNotFoundStatus: 404,
  environmentNotFound: { status: 404, code: 'NotFound' },
  tenantUnavailable: { status: 503, code: 'Internal_TenantUnavailable' },
  unauthorized: { status: 401, code: 'Authentication_InvalidCredentials' },
  permissionDenied: { status: 403, code: 'Internal_ServerError' },
  retryAfterOn429: undefined,
  locationOnActions: false,
  shipOnlyStatus: 204,
  metadataLevels: 'minimal',
  environmentListing: true,
  journalPostTakesPayments: true,
  batchContinuesOnError: true,
  batchDependsOn: 'ignore',
  batchReferences: 'refuse',
  skipTokenLifetimeSeconds: undefined,
  nextLinkAid: undefined,
  version29: false,
  emailSetUp: true,
  limits: { requestsPerFiveMinutes: 6000, running: 5, waiting: 95 },
  maxBodyBytes: 350 * 1024 * 1024,
  maxPageSize: 20_000,
}
