import type { ColumnType, Generated, JSONColumnType, RawBuilder } from 'kysely'
import type { Outcome } from '../engine/outcome.ts'

/** An instant: read as a `Date`, written as an ISO string. */
type Instant = ColumnType<Date, string, string>

interface Keyed {
  flow: string
  company: string
  record: string
}

/** The tables as `migrations/` leaves them; `bigint` comes back as text. */
export interface Schema {
  'bridge.links': {
    company: string
    left_system: string
    left_name: string
    left_id: string
    right_system: string
    right_name: string
    right_id: string
  }
  'bridge.intents': Keyed & {
    marks: ColumnType<Record<string, unknown> | null, string | null, string | null>
    known: string[]
    at: Instant
  }
  'bridge.line_intents': Keyed & {
    lines: ColumnType<
      readonly { key: string; id?: string; at?: string; fields: Record<string, unknown> }[],
      string,
      RawBuilder<unknown>
    >
  }
  'bridge.waiting': Keyed & {
    system: string
    name: string
    id: string
    partner_system: string
    partner_name: string
    since: Instant
    hopes: ColumnType<boolean, boolean | undefined, boolean>
  }
  'bridge.written_records': Keyed & {
    hash: string
    target_id: string
    at: Instant
    lines: ColumnType<Record<string, string> | null, string | null, string | null>
    fields: ColumnType<Record<string, unknown> | null, string | null, string | null>
    held: ColumnType<Record<string, unknown> | null, string | null, string | null>
    touches: ColumnType<number, number | undefined, number>
    looked: ColumnType<number, number | undefined, number>
  }
  'bridge.decisions': Keyed & { choice: string; at: Instant }
  'bridge.reached': { company: string; system: string; name: string; id: string; at: Instant }
  'bridge.document_makers': Keyed & { deal: string }
  'bridge.cursors': { name: string; value: string }
  'bridge.audit_log': Keyed & {
    id: Generated<string>
    at: Instant
    source_system: string
    source_name: string
    target_system: string
    target_name: string
    target_id: string | null
    outcome: Outcome
    fields: JSONColumnType<Record<string, unknown>> | null
    message: string | null
  }
  'bridge.audit_counts': { flow: string; outcome: Outcome; count: string }
  'bridge.issues': Keyed & {
    id: Generated<string>
    at: Instant
    opened: ColumnType<Date, string, never>
    attempts: Generated<number>
    asked: Generated<boolean>
    answered: Generated<number>
    message: string
    advice: string
    vendor: string | null
    choices: ColumnType<{ id: string; label: string }[] | null, string | null, string | null>
  }
  'bridge.installation': { id: string; single: boolean }
  'bridge.shown_issues': { issue: string; said: string }
  'bridge.approvals': Keyed & {
    hash: string
    state: string
    by: string | null
    reason: string | null
    requested_by: string | null
    at: Instant
    supersedes: ColumnType<boolean, boolean | undefined, boolean>
  }
  'bridge.issue_records': { issue: string; system: string; name: string; id: string }
  'bridge.standings': Keyed & {
    title: string | null
    status: string
    message: string
    at: Instant
    told: string | null
  }
  'bridge.flow_runs': { flow: string; filter: string }
  'bridge.migrations': { name: string; at: Generated<Date> }
}
