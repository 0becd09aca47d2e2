import { sql, type Selectable } from 'kysely'
import type { AuditEntry, AuditLog, KeptAuditEntry } from '../engine/store.ts'
import type { Database } from './connection.ts'
import type { Schema } from './schema.ts'

const entryOf = (row: Selectable<Schema['bridge.audit_log']>): KeptAuditEntry => ({
  id: row.id,
  flow: row.flow,
  company: row.company,
  record: row.record,
  at: row.at.toISOString(),
  source: { system: row.source_system, name: row.source_name },
  target: { system: row.target_system, name: row.target_name },
  targetId: row.target_id ?? undefined,
  outcome: row.outcome,
  fields: row.fields ?? undefined,
  message: row.message ?? undefined,
})

function tally(entries: readonly AuditEntry[]) {
  const counts = new Map<string, number>()
  for (const { flow, outcome } of entries) {
    const key = JSON.stringify([flow, outcome])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  // Sorted, so that two bridges that count the same things wait for each other instead of deadlocking.
  return [...counts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => {
      const [flow, outcome] = JSON.parse(key) as [string, AuditEntry['outcome']]
      return { flow, outcome, count: String(count) }
    })
}

/** What happened to every record, for good. */
export function auditLog(db: Database): AuditLog {
  return {
    async add(entries) {
      if (entries.length === 0) return
      await db
        .insertInto('bridge.audit_log')
        .values(
          entries.map((entry) => ({
            at: entry.at,
            flow: entry.flow,
            company: entry.company,
            record: entry.record,
            source_system: entry.source.system,
            source_name: entry.source.name,
            target_system: entry.target.system,
            target_name: entry.target.name,
            target_id: entry.targetId ?? null,
            outcome: entry.outcome,
            fields: entry.fields === undefined ? null : JSON.stringify(entry.fields),
            message: entry.message ?? null,
          })),
        )
        .execute()
      await db
        .insertInto('bridge.audit_counts')
        .values(tally(entries))
        .onConflict((conflict) =>
          conflict.columns(['flow', 'outcome']).doUpdateSet({ count: sql`audit_counts.count + excluded.count` }),
        )
        .execute()
    },

    async of(system, id, limit) {
      const rows = await db
        .selectFrom('bridge.audit_log')
        .selectAll()
        .where((row) =>
          row.or([
            row.and([row('source_system', '=', system), row('record', '=', id)]),
            row.and([row('target_system', '=', system), row('target_id', '=', id)]),
          ]),
        )
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(entryOf)
    },

    async get(id) {
      if (!/^\d{1,18}$/.test(id)) return undefined
      const row = await db.selectFrom('bridge.audit_log').selectAll().where('id', '=', id).executeTakeFirst()
      return row && entryOf(row)
    },

    async recordsOf(flow, from, to) {
      return db
        .selectFrom('bridge.audit_log')
        .select(['flow', 'company', 'record'])
        .distinct()
        .where('flow', '=', flow)
        .where('at', '>=', sql<Date>`${from}::timestamptz`)
        .where('at', '<', sql<Date>`${to}::timestamptz`)
        .execute()
    },

    async counts() {
      const rows = await db.selectFrom('bridge.audit_counts').selectAll().orderBy('flow').orderBy('outcome').execute()
      return rows.map((row) => ({ ...row, count: Number(row.count) }))
    },
  }
}
