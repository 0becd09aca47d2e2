import type { CompanyRef, EntityRef } from '../mapping/index.ts'
import type { Entity } from './entity.ts'
import type { ShownIssue } from './store.ts'

/** Where people ask things of the bridge and see what needs them: records of one of the systems. */
export interface Desk {
  /** Changes of these records call the bridge to the desk. */
  readonly commands: Entity
  /** Commands that are not finished, oldest first. */
  unfinished(): Promise<readonly Command[]>
  /** Says how commands stand. Throws what concerns all of them. */
  report(reports: readonly CommandReport[]): Promise<void>
  /** Shows open issues (with their company's name), renewing those that are shown already; returns the keys of those that were taken. */
  show(issues: readonly ShownIssue[], at: string): Promise<readonly string[]>
  /** Marks issues as resolved, those that are still shown; returns the keys of those that were taken. */
  resolve(keys: readonly string[], at: string): Promise<readonly string[]>
  /** What people read of a record's open issues now. */
  read(record: string): Promise<readonly ReadIssue[]>
  /** How a record stands where people see it, beside what would be written there; undefined when it is gone. */
  compare(
    entity: Entity,
    company: CompanyRef,
    id: string,
    wanted: Readonly<Record<string, unknown>>,
  ): Promise<Compared | undefined>
  /** By how much the desk's clock is ahead of ours. It is found by a write to the command. */
  lead(command: Pick<Command, 'id'>): Promise<Lead>
}

/** An issue as people read it. */
export interface ReadIssue {
  readonly message: string
  /** When it was changed last: ISO, to the second, by the clock of `Command.at`. */
  readonly changed: string
}

/** A record as people see it. */
export interface Compared {
  /** When it, or one of its lines, was changed last: ISO, to the second, by the clock of `Command.at`. */
  readonly changed: string
  readonly fields: Readonly<Record<string, unknown>>
  /** The fields, of those that would be written, that say otherwise. */
  readonly different: readonly string[]
}

/** Milliseconds by which the desk's clock is ahead of ours; less than 0 when it is behind. */
export interface Lead {
  readonly least: number
  readonly most: number
}

export const actions = [
  'retry',
  'retry-all',
  'choose',
  'refresh-account',
  'fetch-pdf',
  'post-invoice',
  'approve',
  'reject',
  'replay',
  'apply-settings',
  'load',
  'reconcile',
] as const
export type Action = (typeof actions)[number]

/** What a person asks of the bridge. */
export interface Command {
  readonly id: string
  /** As the desk calls it when it is none of ours. */
  readonly action: Action | { readonly unknown: string }
  /** It was begun before, and whoever did it died or was held up. */
  readonly begun: boolean
  /** What was reported on it last. */
  readonly said: string | undefined
  /** Who asks: the name by which they sign in. */
  readonly by: string
  /** The bridge's own user: something in the org that acts on what the bridge writes, in the transaction of that write. */
  readonly own: boolean
  /** When, by the desk's clock: ISO, to the second. */
  readonly at: string
  readonly flow: string | undefined
  /** Key of an issue of the store. */
  readonly issue: string | undefined
  /** Id of the invoice at the desk's system. */
  readonly invoice: string | undefined
  /** Id of any record at the desk's system. */
  readonly record: string | undefined
  readonly choice: string | undefined
  readonly confirmed: boolean
  /** Further settings, as YAML. */
  readonly parameters: string | undefined
}

export interface CommandReport {
  readonly id: string
  readonly status: 'running' | 'done' | 'failed'
  readonly message: string
  readonly at: string
}

/** What can be done with a system's records, besides reading and writing them. Every call throws a `SyncError`. */
export interface RecordActions {
  /** Whether documents of this kind can be posted. */
  posts(entity: EntityRef): boolean
  /** Whether documents of this kind can be had as a file. */
  prints(entity: EntityRef): boolean
  standing(entity: EntityRef, company: CompanyRef, id: string): Promise<DocumentStanding>
  /**
   * Posts a draft; cannot be undone. Throws `Doubtful` when nobody knows whether it was done.
   *
   * @param version as the draft was read (`SourceRecord.version`): `RetryLater` when it is another one by now; undefined: as it
   * stands
   */
  post(entity: EntityRef, company: CompanyRef, id: string, version: string | undefined): Promise<void>
  /** A posted document as a file. */
  print(entity: EntityRef, company: CompanyRef, id: string): Promise<PrintedDocument>
}

export interface DocumentStanding {
  readonly state: 'draft' | 'posted' | 'gone'
  readonly number: string | undefined
}

export interface PrintedDocument {
  /** Without its ending. */
  readonly name: string
  readonly ending: 'pdf'
  readonly bytes: Uint8Array
}

/** Files on records. */
export interface Files {
  /** The id of a file of this name on the record. */
  find(record: string, name: string, ending: string): Promise<string | undefined>
  /** Puts a file on the record; returns its id. */
  attach(record: string, file: PrintedDocument): Promise<string>
}

/** A change signal's source, asked for more than its cursor: everything since an instant. */
export type Since = (
  entity: Entity,
  company: CompanyRef,
  /** ISO; undefined = all there is. */
  since: string | undefined,
) => AsyncGenerator<readonly string[]>
