import { identityOf } from '../mapping/index.ts'
import { SyncError } from './errors.ts'
import { keyOf } from './job-key.ts'
import type { Run } from './run.ts'
import type { AuditEntry } from './store.ts'
import type { Settled, Verdict } from './verdict.ts'

const inFull = (error: SyncError) =>
  error.vendor === undefined ? error.message : `${error.message} It said: ${error.vendor}`

function messageOf(verdict: Verdict, standing: string | undefined): string | undefined {
  switch (verdict.outcome) {
    case 'skipped':
    case 'deleted':
    case 'uncoupled':
      return verdict.reason
    case 'waiting':
      return standing
    case 'failed':
    case 'retried':
      return inFull(verdict.error)
    case 'inserted':
    case 'modified':
    case 'coupled':
      return verdict.note
    case 'unchanged':
      return undefined
  }
}

/** The line of the audit trail: what, when, why, which fields, outcome. */
export function auditEntry(run: Run, { job, verdict }: Settled, standing: string | undefined): AuditEntry {
  const { flow, clock } = run
  return {
    ...keyOf(job),
    at: new Date(clock.now()).toISOString(),
    source: { system: flow.source.system, name: flow.source.name },
    target: identityOf(flow.target),
    targetId: 'targetId' in verdict ? verdict.targetId : undefined,
    outcome: verdict.outcome,
    fields: 'fields' in verdict ? verdict.fields : undefined,
    message: messageOf(verdict, standing),
  }
}
