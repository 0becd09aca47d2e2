import type { VirtualClock } from '../kit/clock.ts'
import type { Faults } from '../kit/faults.ts'
import type { Journal } from '../kit/journal.ts'
import type { Locks } from './dml/locks.ts'
import type { Actor, Records, Row } from './records.ts'
import type { FieldSchema, ObjectSchema, Schema } from './schema.ts'
import type { Switches } from './switches.ts'

/** One error of one row, as collections answer it; the REST error array says `errorCode` for `statusCode`. */
export interface SalesforceError {
  readonly statusCode: string
  readonly message: string
  readonly fields: readonly string[]
  /** Further keys of the error, e.g. what matched under DUPLICATES_DETECTED. */
  readonly extra?: Readonly<Record<string, unknown>>
}

export interface SaveSuccess {
  readonly success: true
  readonly id: string
  readonly created: boolean
  /** The row as it now stands (for a delete: as it last stood). */
  readonly row: Row
}

export interface SaveFailure {
  readonly success: false
  readonly errors: readonly SalesforceError[]
  /** Several rows carry the external id asked for: their ids (HTTP 300). */
  readonly matches?: readonly string[]
}

export type SaveResult = SaveSuccess | SaveFailure

/**
 * What one user may see and change: object permissions, field-level security and record visibility taken together.
 * Names are case-insensitive; an object or field that does not exist is neither readable nor writable.
 */
export interface Access {
  readonly userId: string
  canRead(object: string): boolean
  canCreate(object: string): boolean
  canEdit(object: string): boolean
  canDelete(object: string): boolean
  /** View All on the object: what a subscription to its change events asks for. */
  canViewAll(object: string): boolean
  /** Also false when the object itself is not readable. */
  readableField(object: string, field: string): boolean
  editableField(object: string, field: string): boolean
  /** A user permission by its metadata name, e.g. `EditActivatedOrders`. */
  has(userPermission: string): boolean
  /** Whether this row may be seen (object permission; sharing is open in this sandbox, see the README). */
  readable(object: string, row: Row): boolean
}

/**
 * Data changes with every rule applied: permissions, types, required fields, uniqueness, standard-object rules. `fields`
 * is the JSON body of a REST call without `attributes`: API names (any case) to values; nested external-id
 * references (`{Account: {BC_Key__c: "…"}}`) are resolved. Nothing is thrown for a bad row, the failure is returned.
 * Each call outside `transaction` is one transaction of its own, thus one `Commit`.
 */
export interface Dml {
  insert(actor: Actor, object: string, fields: Readonly<Record<string, unknown>>): SaveResult
  update(actor: Actor, object: string, id: string, fields: Readonly<Record<string, unknown>>): SaveResult
  /** @param field an external-id or idLookup field, or `Id` */
  upsert(
    actor: Actor,
    object: string,
    field: string,
    value: unknown,
    fields: Readonly<Record<string, unknown>>,
    options?: { updateOnly?: boolean },
  ): SaveResult
  delete(actor: Actor, object: string, id: string): SaveResult
  /** Brings a record back from the Recycle Bin, with the details and look-ups that went with it (15 days). */
  undelete(actor: Actor, object: string, id: string): SaveResult
  /**
   * Merges as a person does on the page Merge Accounts: at most two losers, whose related records go to the master and who
   * are deleted with its id in `MasterRecordId`.
   * @param fields values chosen for the master
   */
  merge(
    actor: Actor,
    object: string,
    master: string,
    losers: readonly string[],
    fields?: Readonly<Record<string, unknown>>,
  ): SaveResult
  /**
   * Everything `work` saves becomes one commit. A failed row leaves no trace and does not undo its neighbours;
   * when `work` throws, or returns having called `rollback`, nothing of it stays.
   */
  transaction<T>(actor: Actor, work: (rollback: () => void) => T): T
}

/** `describe` as a given user sees it: fields without read access are left out. */
export interface Describe {
  /** The JSON of `GET /sobjects`. */
  global(access: Access): Record<string, unknown>
  /** The JSON of `GET /sobjects/{S}/describe`; undefined when the object is absent or not readable. */
  object(access: Access, object: string): Record<string, unknown> | undefined
  /** One entry of `fields` in that JSON. */
  field(object: ObjectSchema, field: FieldSchema): Record<string, unknown>
}

/** A channel that carries change events, made from PlatformEventChannel and PlatformEventChannelMember metadata. */
export interface EventChannel {
  /** `ChangeEvents` for the standard channel, else e.g. `BC_Sync__chn`. */
  readonly name: string
  readonly members: readonly {
    /** Object name, e.g. `Account` or `BC_Invoice__c`. */
    readonly entity: string
    readonly filterExpression?: string
    readonly enrichedFields: readonly string[]
  }[]
}

/** Everything the parts of the sandbox may lean on; each takes the slice it needs (`Pick<Context, …>`). */
export interface Context {
  readonly records: Records
  readonly schema: Schema
  readonly dml: Dml
  /** Rows that people's transactions hold; calls that may write wait for them. */
  readonly locks: Locks
  readonly describe: Describe
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly journal: Journal
  readonly switches: Switches
  readonly organizationId: string
  /** `67.0`. */
  readonly apiVersion: string
  /** `http://127.0.0.1:PORT`; known once the server listens. */
  readonly instanceUrl: () => string
  readonly access: (userId: string) => Access
  /** Who called; throws `ApiError` 401 INVALID_SESSION_ID when the bearer token is missing, expired or unknown. */
  readonly actor: (request: Request) => Actor
  /** The user behind an access token; undefined when it is unknown or expired. */
  readonly session: (accessToken: string) => { userId: string; username: string } | undefined
  readonly channels: () => readonly EventChannel[]
}

/**
 * A request that ends here: thrown anywhere below a route, answered by the app as
 * `status` with `[{errorCode, message, fields}]`.
 */
export class ApiError extends Error {
  readonly status: number
  readonly errors: readonly SalesforceError[]
  readonly body: unknown

  constructor(status: number, errors: SalesforceError | readonly SalesforceError[], body?: unknown) {
    const list: readonly SalesforceError[] = Array.isArray(errors)
      ? (errors as readonly SalesforceError[])
      : [errors as SalesforceError]
    super(list.map((error) => `${error.statusCode}: ${error.message}`).join('; '))
    this.status = status
    this.errors = list
    this.body = body
  }
}

/** What this sandbox does not do: never mistaken for a refusal by Salesforce itself. */
export function notSupported(what: string): ApiError {
  return new ApiError(501, {
    statusCode: 'NOT_SUPPORTED_BY_SANDBOX',
    message: `${what} is not supported by this sandbox`,
    fields: [],
  })
}
