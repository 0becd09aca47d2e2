import type { EntityRef } from '../../mapping/index.ts'
import type { Outcome } from '../outcome.ts'
import type { JobKey } from './jobs.ts'

export interface AuditEntry extends JobKey {
  readonly at: string
  readonly source: EntityRef
  readonly target: EntityRef
  readonly targetId: string | undefined
  readonly outcome: Outcome
  /** Target field names with what was written (secrets never are); of what a person was asked to approve, its `worth`. */
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
