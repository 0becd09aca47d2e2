import type { CompanyRef, EntityRef } from '../mapping/index.ts'
import type { Desk, Files, RecordActions, Since } from './desk-ports.ts'
import type { FieldKind } from './entity.ts'
import type { Entity, SourceRecord } from './records.ts'
import type { SyncError } from './errors.ts'
import type { FlowFigures } from './tables/flow-runs.ts'
import type { IntendedLine } from './tables/line-intents.ts'

/**
 * What the engine asks of a vendor. Batch is the only shape: one record is a batch of one, outcomes are per record, and one
 * bad record never fails its neighbours. A method throws only what concerns the whole batch (`RetryLater`,
 * `Misconfigured`).
 */
export interface Connector {
  /** `salesforce`, `business-central`: the `system` of its entities. */
  readonly system: string
  readonly reader: Reader
  readonly writer: Writer
  readonly changes: readonly ChangeSource[]
  readonly notices?: Notices
  /**
   * What the system itself says an entity has; undefined when it tells nothing. `paths`: fields of parents that somebody
   * asks for, `Owner.Alias`.
   */
  schema?(entity: Entity, paths: readonly string[]): Promise<LiveSchema | undefined>
  readonly flowSettings?: FlowSettings
  readonly desk?: Desk
  readonly files?: Files
  readonly actions?: RecordActions
  /** What stands below a record: the documents and payments of a customer, the contacts and orders of an account. */
  readonly below?: Below
  /** Ids of records of an entity that have changed since an instant. */
  readonly since?: Since
  /** One line per thing that `doctor` checks: sign-in, permissions, fields, limits. Never throws. */
  check(): Promise<readonly Check[]>
  /** Calls made and calls allowed, for metrics and the API budget. */
  usage(): readonly ApiUsage[]
  close(): Promise<void>
}

/** A field as the system describes it. */
export interface LiveField {
  readonly kind: FieldKind
  readonly length?: number
  readonly choices?: readonly string[]
  /** Whether we may set it when a record is made, and afterwards. */
  readonly creatable: boolean
  readonly updatable: boolean
  /** It must not be empty. */
  readonly required: boolean
}

export interface LiveSchema {
  readonly fields: ReadonlyMap<string, LiveField>
}

/** Where admins switch flows and change their rules: what the Setup tab edits and the bridge obeys. */
export interface FlowSettings {
  /** Makes sure that every flow has its record; what an admin has set there stays. */
  announce(flows: readonly FlowAnnouncement[]): Promise<void>
  read(): Promise<readonly FlowSetting[]>
  /** Says how the flows stand, where that is not what stands there already. */
  report(reports: readonly FlowReport[]): Promise<void>
}

/** How a flow stands. */
export interface FlowReport {
  readonly flow: string
  /** `held`: the system it needs is not to be had; `refused`: its settings have a mistake, it goes on by those it had. */
  readonly status: 'running' | 'paused' | 'off' | 'held' | 'refused'
  /** Why it is held or its settings are refused. */
  readonly problem: string | undefined
  /** What is undefined is not known now: what stands there stays. */
  readonly figures: FlowFigures | undefined
  /** ISO instant. */
  readonly lastRun: string | undefined
}

export interface FlowAnnouncement {
  readonly flow: string
  readonly says: string
  readonly source: string
  readonly target: string
  readonly towards: string
  readonly enabled: boolean
}

/** Undefined: the default. */
export interface FlowSetting {
  readonly flow: string
  readonly enabled: boolean | undefined
  readonly mayCreate: boolean | undefined
  readonly conflict: string | undefined
  readonly onTargetDeleted: string | undefined
  readonly onSourceDeleted: string | undefined
  readonly filter: string | undefined
  /** Which documents wait for a person: an expression, and who may approve. */
  readonly approvalRule: string | undefined
  readonly approvers: readonly string[]
  /** Rules of the mapping, as YAML. */
  readonly mapping: string | undefined
  /** What admins call these settings, by the words of the override file; what is left out they call as the file does. */
  readonly words?: SettingWords
}

/** Labels by the words of the override file (`conflict`), and those of their values (`source`). */
export type SettingWords = Readonly<
  Record<string, { readonly label: string; readonly values?: Readonly<Record<string, string>> }>
>

/**
 * Records below one of this entity, of whatever kind; none when nothing ever stands below it. `most`: more of them need not
 * be looked for (1: whether there is any). Throws a `SyncError`.
 */
export type Below = (
  entity: EntityRef,
  company: CompanyRef,
  id: string,
  most?: number,
) => Promise<readonly { readonly entity: EntityRef; readonly id: string }[]>

export interface Reader {
  /** The present state of records. Those that no longer exist, or that we may not see, are absent from the map. */
  read(
    entity: Entity,
    company: CompanyRef,
    ids: readonly string[],
    fields: readonly string[],
  ): Promise<ReadonlyMap<string, SourceRecord>>
  /** For each set of field values, the records that carry all of them (at most ten). */
  find(
    entity: Entity,
    company: CompanyRef,
    wanted: readonly FieldValues[],
    fields: readonly string[],
  ): Promise<readonly (readonly SourceRecord[])[]>
  /** Of records that are gone: those that a person has merged into another one, with that one's id. */
  mergedInto?(entity: Entity, ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /**
   * Of records that are absent: those that are known to be deleted. The others may be hidden from us (a permission was taken
   * away): nothing of theirs is deleted. Left out: the system cannot tell; absent is deleted, unless it has something below
   * it (`Connector.below`).
   */
  deleted?(entity: Entity, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** What the system knows by name, such as the id of `standardPricebook`; undefined when it has none of that name. */
  known(name: string, company: CompanyRef): Promise<string | undefined>
}

export type FieldValues = Readonly<Record<string, unknown>>

export interface Write {
  /** `{companyId}:{source record id}`, lower case: the External Id in Salesforce. See `ourKeyOf`. */
  readonly key: string
  /** The linked record, when there is one. */
  readonly id: string | undefined
  /** Target field values in engine form; lines as `FilledLine`s. */
  readonly fields: FieldValues
  /**
   * Lines of the document that are ours: our key, their id. Keys that are not among the filled lines were written earlier and
   * are to go; lines that stand in no key were made by people and stay.
   */
  readonly lineIds?: ReadonlyMap<string, string>
  /**
   * Lines as earlier tries may have added them, whose answer nobody knows: of what stands there and says the same, one is ours,
   * under this key, and is to go when the key is not among the filled lines any more. With an id it is known to be that one.
   */
  readonly intended?: readonly IntendedLine[]
  /**
   * Milliseconds in which the calls that were to add `intended` may still take effect: as long as one of those lines is not
   * found, the document is left alone.
   */
  readonly mayStillCome?: number
  /** What the writer has told of its last success in `Written.remember`; of documents only. */
  readonly remembered?: FieldValues
  /** The document was made by another record of the deal: lines of the same article are taken over, not added again. */
  readonly joins?: boolean
}

export type Written =
  | {
      readonly outcome: 'inserted' | 'modified' | 'unchanged'
      readonly id: string
      readonly version?: string
      /** The lines of a document: our key of each, its id there. */
      readonly lines?: ReadonlyMap<string, string>
      /** How the record keeps the fields now, as far as the answer tells. */
      readonly held?: FieldValues
      /**
       * What the writer wants to be told at the next write of the same document, in plain JSON: what the system does not tell as
       * it was written. Only for flows that leave alone what people change in the target.
       */
      readonly remember?: FieldValues
      /** What the audit trail says besides: what stood there before. */
      readonly note?: string
    }
  | {
      readonly outcome: 'failed'
      readonly error: SyncError
      /**
       * Lines that may stand there and that `lineIds` does not tell, of this try and of the earlier ones: what was surely
       * refused is not among them. Undefined when the writer has found out nothing.
       */
      readonly intended?: readonly IntendedLine[] | undefined
    }

/** `gone`: it was not there any more. */
export type Removed =
  { readonly outcome: 'deleted' | 'gone' } | { readonly outcome: 'failed'; readonly error: SyncError }

export interface Writer {
  /**
   * `by-key`: the system has an upsert by our key, every write can simply be repeated. `by-look-up`: it has none, the
   * engine writes an intent and looks the record up before every create and after every doubtful answer.
   */
  readonly repeatable: 'by-key' | 'by-look-up'
  /**
   * One result per write, in the same order. A write without id creates (by key: creates or updates). When it throws, no line
   * was added anywhere.
   */
  write(entity: Entity, company: CompanyRef, writes: readonly Write[]): Promise<readonly Written[]>
  /** Deletes records as far as the system lets them go (a shipped order stays); one result per id, in the same order. */
  remove?(entity: Entity, company: CompanyRef, ids: readonly string[]): Promise<readonly Removed[]>
}

/** A signal that a record changed: never the data. */
export interface Change {
  readonly entity: EntityRef
  /** Company id; '' when the system has no companies: then every company's flow looks at it. */
  readonly company: string
  readonly id: string
  readonly kind: 'created' | 'updated' | 'deleted'
  /** ISO instant, when the source tells one. */
  readonly at?: string
  /** True when the bridge itself made it: recognised by user and client name, or by version. */
  readonly echo: boolean
}

/** How far a source has been read. `value` is opaque to the engine. */
export interface Cursor {
  readonly name: string
  readonly value: string
}

export interface ChangeSink {
  /** Queues the changes and moves the cursor in one transaction; after it resolves nothing can be lost. */
  accept(changes: readonly Change[], cursor?: Cursor): Promise<void>
  cursor(name: string): Promise<string | undefined>
}

export interface ChangeSource {
  readonly name: string
  /**
   * Delivers changes until the signal aborts. Survives every passing fault by itself (back off, resume from the cursor);
   * rejects only with `Misconfigured`.
   */
  run(sink: ChangeSink, signal: AbortSignal): Promise<void>
  /** Looks once for what has changed since the cursor; tests and `sync` use it. Returns the number of changes. */
  poll?(sink: ChangeSink): Promise<number>
  /** For `/readyz` and `status`. */
  state(): { readonly connected: boolean; readonly lastEventAt?: string; readonly problem?: string }
}

/** Tells a person, on the source record itself, how its sync went. */
export interface Notices {
  tell(entity: Entity, notices: readonly Notice[]): Promise<void>
}

export interface Notice {
  readonly id: string
  /** Undefined, with an empty message: there is nothing to be said any more. */
  readonly status: 'Synced' | 'Waiting' | 'Needs Attention' | undefined
  readonly message: string
}

export interface Check {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
  /** What to change, when it is not ok. */
  readonly advice?: string
}

export interface ApiUsage {
  readonly name: string
  readonly used: number
  readonly limit: number | undefined
}
