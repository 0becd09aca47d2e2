import type { EntityRef } from '../mapping/index.ts'
import type { Outcome } from './outcome.ts'
import type { Cursor } from './ports.ts'

/** What the engine remembers. `Tables` of a transaction and of the store are the same; a transaction lands whole. */
export interface Store extends Tables {
  /** `work` may be run again when the database breaks a deadlock: it does nothing but calls to `tables`. */
  transaction<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result>
  /** Throws when the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface Tables {
  readonly jobs: Jobs
  readonly links: Links
  readonly intents: Intents
  readonly waiting: WaitingRoom
  readonly written: WrittenRecords
  readonly makers: DocumentMakers
  readonly cursors: Cursors
  readonly audit: AuditLog
  readonly issues: Issues
  readonly standings: Standings
  readonly decisions: Decisions
  readonly reached: Reached
  readonly approvals: Approvals
}

/**
 * The database does not answer (restart, network, fail-over). Nothing is wrong with the work: wait and try again. The store
 * reconnects by itself.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  constructor(cause: unknown) {
    super(`The database does not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** One record on its way through one flow. */
export interface JobKey {
  readonly flow: string
  readonly company: string
  readonly record: string
}

export interface Job extends JobKey {
  /** The number of this claim. */
  readonly id: string
  /** How often it has been tried before. */
  readonly attempts: number
}

/** The claim was lost: the database saw this bridge gone, and another may have run the job meanwhile. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
  readonly jobs: readonly Job[]
  constructor(jobs: readonly Job[]) {
    super(`${jobs.length} jobs are no longer ours`)
    this.jobs = jobs
  }
}

/**
 * The work queue. Jobs with one key run one at a time and in order; a job that is asked for while an equal one waits is
 * the same job; one that is asked for while an equal one runs is run once more afterwards. Jobs of a process that died
 * are free again as soon as the database knows of the death.
 */
export interface Jobs {
  /**
   * `after`: ISO instant before which it is not run; a job that waits already keeps the earlier of both instants.
   * Duplicates among `jobs` are one.
   */
  put(jobs: readonly JobKey[], options?: { after?: string }): Promise<void>
  /** Takes up to `limit` jobs of a flow, oldest first. */
  claim(flow: string, limit: number): Promise<readonly Job[]>
  /** Finished. Throws `ClaimLost` when a job is no longer ours: whatever the transaction wrote must not stand. */
  done(jobs: readonly Job[]): Promise<void>
  /** Back into the queue, not before the instant. Those that are no longer ours are left alone. */
  retry(jobs: readonly Job[], after: string): Promise<void>
  /** Which of these flows have jobs that are ready. */
  ready(flows: readonly string[]): Promise<ReadonlySet<string>>
  /** Per flow: ready, running and postponed jobs. */
  counts(): Promise<ReadonlyMap<string, { ready: number; running: number; postponed: number }>>
  /** The next instant at which a postponed job becomes ready, if any. */
  nextReadyAt(): Promise<string | undefined>
}

/**
 * Record A here is record B there. Unique per company in both directions. Links are kept by `identityOf(entity)`: whoever
 * saves or looks up a link passes identities, so that two views of one record share its links.
 */
export interface Link {
  readonly company: string
  readonly source: EntityRef
  readonly sourceId: string
  readonly target: EntityRef
  readonly targetId: string
}

export interface Links {
  /** The partner of each record, whichever side it stands on; absent when not linked. */
  find(
    company: string,
    wanted: readonly { entity: EntityRef; id: string; partner: EntityRef }[],
  ): Promise<ReadonlyMap<string, string>>
  /** Links; the same link again is no error, another partner for either side throws `AlreadyLinked`. */
  save(links: readonly Link[]): Promise<void>
  remove(link: Link): Promise<void>
  /** Removes every link of these records. */
  removeOf(company: string, entity: EntityRef, ids: readonly string[]): Promise<void>
}

/** The key of a `find` answer. */
export function linkKey(wanted: { entity: EntityRef; id: string; partner: EntityRef }): string {
  const { entity, id, partner } = wanted
  return [entity.system, entity.name, id, partner.system, partner.name].join('|')
}

export class AlreadyLinked extends Error {
  override readonly name = 'AlreadyLinked'
  readonly link: Link
  readonly partner: string
  constructor(link: Link, partner: string) {
    super(`${link.target.name} ${link.targetId} is already linked to ${partner}`)
    this.link = link
    this.partner = partner
  }
}

/** "We are about to create this." Written before the call, removed when the link is confirmed. */
export interface Intent extends JobKey {
  /** What the record to be will carry for certain, by target field: our reference, or the fields it is matched by. */
  readonly marks: Readonly<Record<string, unknown>> | undefined
  /** Target records that already looked like it before we tried: never adopted as ours. */
  readonly known: readonly string[]
  readonly at: string
}

export interface Intents {
  find(keys: readonly JobKey[]): Promise<readonly Intent[]>
  save(intents: readonly Intent[]): Promise<void>
  remove(keys: readonly JobKey[]): Promise<void>
}

/** Jobs that wait for a link to appear. */
export interface WaitingRoom {
  /**
   * Waits for all of `missing`, in place of what it waited for before, and since then. False when one of them has been linked in this very
   * moment: then it does not wait, and has to be run again.
   */
  wait(
    job: JobKey,
    missing: readonly { entity: EntityRef; id: string; partner: EntityRef }[],
    at: string,
  ): Promise<boolean>
  /**
   * What these jobs went on without and would use, in place of what they hoped for before: they do not wait, but are woken
   * when it appears. Returns those for which something has been linked in this very moment: they have to be run again.
   */
  hope(
    jobs: readonly {
      readonly job: JobKey
      readonly missing: readonly { entity: EntityRef; id: string; partner: EntityRef }[]
    }[],
    at: string,
  ): Promise<readonly JobKey[]>
  /** Takes out and returns the jobs that waited, or hoped, for one of these. */
  wake(
    company: string,
    appeared: readonly { entity: EntityRef; id: string; partner: EntityRef }[],
  ): Promise<readonly JobKey[]>
  /** The jobs that wait for one of these; they stay. */
  waitingFor(
    company: string,
    records: readonly { entity: EntityRef; id: string; partner: EntityRef }[],
  ): Promise<readonly JobKey[]>
  leave(keys: readonly JobKey[]): Promise<void>
  /** What these jobs wait for, and since when. */
  waitedFor(
    keys: readonly JobKey[],
  ): Promise<readonly (JobKey & { entity: EntityRef; id: string; partner: EntityRef; since: string })[]>
  list(limit: number): Promise<readonly (JobKey & { missing: string; since: string })[]>
  count(): Promise<number>
}

/** What a flow wrote last for a record: an equal result causes no write. */
export interface WrittenRecord extends JobKey {
  readonly hash: string
  readonly targetId: string
  readonly at: string
  /** The lines below it that are ours: our key of each, its id in the target system. */
  readonly lines?: Readonly<Record<string, string>> | undefined
  /** What both sides agreed upon last; absent for flows that do not compare. */
  readonly agreed?: Agreed | undefined
  /** How often somebody else has changed the target since it was linked. `save` leaves it alone. */
  readonly touches?: number
  /** How many of these changes have been looked at. */
  readonly looked?: number
}

/** Values in the plain form of `plain` (hash-of.ts), by target field. */
export interface Agreed {
  /** As we wrote them. */
  readonly fields: Readonly<Record<string, unknown>>
  /** How the target keeps them, where it keeps them otherwise. */
  readonly held: Readonly<Record<string, unknown>>
}

/**
 * Which record makes the document of a deal. A won opportunity and its order are one deal: whichever takes it first makes the
 * document, the other joins it. Taken before the create and kept, so that nothing that happens in between makes a second one.
 */
export interface DocumentMakers {
  /** Takes the deal unless somebody has it; returns who has it now. */
  take(key: JobKey, deal: string): Promise<JobKey>
  find(deals: readonly string[]): Promise<ReadonlyMap<string, JobKey>>
  /** Hands the deal over. */
  give(key: JobKey, deal: string): Promise<void>
  /** Gives up whatever these records have. */
  release(keys: readonly JobKey[]): Promise<void>
}

export interface WrittenRecords {
  find(flow: string, company: string, records: readonly string[]): Promise<ReadonlyMap<string, WrittenRecord>>
  save(records: readonly WrittenRecord[]): Promise<void>
  forget(keys: readonly JobKey[]): Promise<void>
  /** The next run writes these records whatever was written last; what is known of their lines and links stays. */
  distrust(keys: readonly JobKey[]): Promise<void>
  /** Somebody has changed (or deleted) these targets of these flows; returns the records that were written to them. */
  touch(flows: readonly string[], company: string, targetIds: readonly string[]): Promise<readonly JobKey[]>
}

/** What a person has chosen for a parked record: the id of one of the issue's choices. */
export interface Decision extends JobKey {
  readonly choice: string
}

export interface Decisions {
  find(keys: readonly JobKey[]): Promise<readonly Decision[]>
  save(decisions: readonly (Decision & { readonly at: string })[]): Promise<void>
  remove(keys: readonly JobKey[]): Promise<void>
}

/** Records that have reached the later stage of their life (`FlowSpec.stageOf`); there is no way back. */
export interface Reached {
  find(company: string, entity: EntityRef, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Returns those for which it is news. */
  add(company: string, entity: EntityRef, ids: readonly string[], at: string): Promise<readonly string[]>
}

export interface Cursors {
  get(name: string): Promise<string | undefined>
  set(cursor: Cursor): Promise<void>
}

export interface AuditEntry extends JobKey {
  readonly at: string
  readonly source: EntityRef
  readonly target: EntityRef
  readonly targetId: string | undefined
  readonly outcome: Outcome
  /** Target field names with what was written (secrets never are). */
  readonly fields: Readonly<Record<string, unknown>> | undefined
  readonly message: string | undefined
}

/** An entry as it is kept, with its number. */
export interface KeptAuditEntry extends AuditEntry {
  readonly id: string
}

export interface AuditLog {
  add(entries: readonly AuditEntry[]): Promise<void>
  get(id: string): Promise<KeptAuditEntry | undefined>
  /** The records that a flow has run for between two instants (ISO; the second one not included). */
  recordsOf(flow: string, from: string, to: string): Promise<readonly JobKey[]>
  /** Newest first: everything about one record, on either side. */
  of(system: string, id: string, limit: number): Promise<readonly KeptAuditEntry[]>
  counts(): Promise<readonly { flow: string; outcome: Outcome; count: number }[]>
}

/** A parked record. */
export interface Issue extends JobKey {
  readonly id: string
  /** When it was tried last. */
  readonly at: string
  /** When it was parked first. */
  readonly opened: string
  /** How often it has been tried in vain. */
  readonly attempts: number
  readonly message: string
  readonly advice: string
  readonly vendor: string | undefined
  /** What a person may choose to mend it (`choose`). */
  readonly choices?: readonly Choice[] | undefined
}

/** One way out of an issue: a record to link, `source`, `recreate` …, with words for a person. */
export interface Choice {
  readonly id: string
  readonly label: string
}

export interface NewIssue extends Omit<Issue, 'id' | 'opened' | 'attempts'> {
  /** Records, besides the source record, whose change may mend it: the candidates of an ambiguous match, the target. */
  readonly concerns?: readonly { readonly entity: EntityRef; readonly id: string }[]
}

/** An issue for people to see. */
export interface ShownIssue extends Issue {
  /** Its id, unlike that of any issue of another database. */
  readonly key: string
  /** What a person calls the record. */
  readonly title: string | undefined
  /** Fingerprint of what it says. */
  readonly said: string
}

export interface IssueNews {
  readonly open: readonly ShownIssue[]
  /** Issues that are shown as open and are not any more. */
  readonly closed: readonly Pick<ShownIssue, 'id' | 'key'>[]
}

export interface Issues {
  /** Opens an issue, or renews the one that is open for the same job. */
  open(issues: readonly NewIssue[]): Promise<void>
  /** Closes what is open for these jobs; returns how many were. */
  close(keys: readonly JobKey[]): Promise<number>
  list(limit: number): Promise<readonly Issue[]>
  /** By id or key. */
  get(id: string): Promise<Issue | undefined>
  /** A person asks to have these tried again: that they fail as before is news then. */
  ask(keys: readonly JobKey[]): Promise<void>
  /** The jobs of a flow that are parked; of all flows when left out. */
  parked(flow?: string): Promise<readonly JobKey[]>
  /** What people have not been shown yet: open issues that are new or say something new, and shown ones that are closed. */
  news(limit: number): Promise<IssueNews>
  /** Remembers what was shown, and forgets the closed ones. */
  shown(open: readonly Pick<ShownIssue, 'id' | 'said'>[], closed: readonly string[]): Promise<void>
  count(): Promise<number>
  /** Jobs whose open issue may be mended by a change of one of these records, in this company ('' = in any). */
  concerning(records: readonly { entity: EntityRef; id: string; company: string }[]): Promise<readonly JobKey[]>
}

/** How a record stands in a flow, in a sentence that a salesperson understands. */
export interface Standing extends JobKey {
  /** What a person calls the record, "Acme", when it is known. */
  readonly title: string | undefined
  /** `withdrawn`: it was in step, and is taken back. */
  readonly status: 'synced' | 'waiting' | 'parked' | 'skipped' | 'withdrawn'
  readonly message: string
  readonly at: string
  /** What the source record was told last. */
  readonly told?: string | undefined
}

export interface Standings {
  find(keys: readonly JobKey[]): Promise<readonly Standing[]>
  /** Keeps `told` as it was. */
  save(standings: readonly Standing[]): Promise<void>
  told(keys: readonly (JobKey & { told: string })[]): Promise<void>
  /** Records whose source was not told how they stand: a bridge died in between. `words`: what each status is called there. */
  untold(flows: readonly string[], words: Readonly<Record<string, string>>, limit: number): Promise<readonly JobKey[]>
}

/** Whether a person lets a document go on, and what exactly was asked about. */
export interface Approval extends JobKey {
  /** Of what would be written: another document has to be approved anew. */
  readonly hash: string
  readonly state: 'asked' | 'approved' | 'rejected'
  /** Who has decided. */
  readonly by: string | undefined
  /** Who has asked for it by name, and may not approve it; undefined when nobody has. */
  readonly requestedBy?: string | undefined
  readonly reason: string | undefined
  readonly at: string
}

export interface Approvals {
  find(keys: readonly JobKey[]): Promise<readonly Approval[]>
  ofRecord(record: string): Promise<readonly Approval[]>
  /** Those that nobody has decided, oldest first. */
  asked(limit: number): Promise<readonly Approval[]>
  save(approvals: readonly Approval[]): Promise<void>
  remove(keys: readonly JobKey[]): Promise<void>
  /** False when it is decided so already, or when something else is asked about by now. */
  decide(
    approval: Approval,
    decision: {
      readonly state: 'approved' | 'rejected'
      readonly by: string
      readonly reason: string | undefined
      readonly at: string
    },
  ): Promise<boolean>
}
