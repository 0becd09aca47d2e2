import type { Approvals } from './tables/approvals.ts'
import type { AuditLog } from './tables/audit-log.ts'
import type { Cursors } from './tables/cursors.ts'
import type { Decisions } from './tables/decisions.ts'
import type { DocumentMakers } from './tables/document-makers.ts'
import type { FlowRuns } from './tables/flow-runs.ts'
import type { Intents } from './tables/intents.ts'
import type { Issues } from './tables/issues.ts'
import type { Jobs } from './tables/jobs.ts'
import type { LineIntents } from './tables/line-intents.ts'
import type { Links } from './tables/links.ts'
import type { Reached } from './tables/reached.ts'
import type { Standings } from './tables/standings.ts'
import type { WaitingRoom } from './tables/waiting-room.ts'
import type { WrittenRecords } from './tables/written-records.ts'

export { type JobKey, type Job, ClaimLost, type Jobs } from './tables/jobs.ts'
export type { IntendedLine, LineIntents } from './tables/line-intents.ts'
export type { FlowFigures, FlowRuns } from './tables/flow-runs.ts'
export { type Link, type Links, linkKey, AlreadyLinked } from './tables/links.ts'
export type { Intent, Intents } from './tables/intents.ts'
export type { WaitingRoom } from './tables/waiting-room.ts'
export type { WrittenRecord, Agreed, WrittenRecords } from './tables/written-records.ts'
export type { DocumentMakers } from './tables/document-makers.ts'
export type { Cursors } from './tables/cursors.ts'
export type { AuditEntry, KeptAuditEntry, AuditLog } from './tables/audit-log.ts'
export type { Issue, Choice, NewIssue, ShownIssue, Issues } from './tables/issues.ts'
export type { Standing, Standings } from './tables/standings.ts'
export type { Decisions } from './tables/decisions.ts'
export type { Reached } from './tables/reached.ts'
export type { Approval, Approvals } from './tables/approvals.ts'

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
  readonly lineIntents: LineIntents
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
  readonly flowRuns: FlowRuns
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
