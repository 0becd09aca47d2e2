import { sql } from 'kysely'
import type { FlowFigures, FlowRuns, JobKey } from '../engine/store.ts'
import type { Database } from './connection.ts'

/** Which flows have run, and how much work they have. */
export function flowRuns(db: Database): FlowRuns {
  return {
    async begun() {
      // What has been worked off tells it as well: a bridge may run before it has asked for settings.
      const { rows } = await sql<{ flow: string }>`
        SELECT flow FROM bridge.flow_runs UNION SELECT flow FROM bridge.audit_counts`.execute(db)
      return new Set(rows.map(({ flow }) => flow))
    },

    async begin(flows) {
      if (flows.length === 0) return []
      const sorted = [...flows].sort((one, other) => (one.flow < other.flow ? -1 : 1))
      const [names, filters] = [sorted.map(({ flow }) => flow), sorted.map(({ filter }) => filter)]
      const { rows } = await sql<{ flow: string }>`
        WITH said AS (SELECT * FROM unnest(${names}::text[], ${filters}::text[]) AS said (flow, filter)),
        before AS (SELECT flow_runs.* FROM bridge.flow_runs JOIN said USING (flow)),
        kept AS (
          INSERT INTO bridge.flow_runs (flow, filter) SELECT flow, filter FROM said
          ON CONFLICT (flow) DO UPDATE SET filter = excluded.filter WHERE flow_runs.filter <> excluded.filter
        )
        SELECT said.flow FROM said JOIN before USING (flow) WHERE said.filter <> before.filter`.execute(db)
      return rows.map(({ flow }) => flow)
    },

    async figures() {
      const { rows } = await sql<{ flow: string } & FlowFigures>`
        SELECT flow, sum(backlog)::int AS backlog, sum(waiting)::int AS waiting, sum(parked)::int AS parked FROM (
          SELECT flow, count(DISTINCT record) AS backlog, 0 AS waiting, 0 AS parked FROM bridge.jobs GROUP BY flow
          UNION ALL
          SELECT flow, 0, count(DISTINCT record), 0 FROM bridge.waiting WHERE NOT hopes GROUP BY flow
          UNION ALL
          SELECT flow, 0, 0, count(DISTINCT record) FROM bridge.issues GROUP BY flow
        ) AS work GROUP BY flow`.execute(db)
      return new Map(rows.map(({ flow, ...figures }) => [flow, figures]))
    },

    async written(flow) {
      const { rows } = await sql<{ count: number }>`
        SELECT count(*)::int AS count FROM bridge.written_records WHERE flow = ${flow}`.execute(db)
      return rows[0]?.count ?? 0
    },

    async saying(flow, beginnings) {
      const { rows } = await sql<JobKey>`
        SELECT flow, company, record FROM bridge.standings
        WHERE flow = ${flow} AND status IN ('skipped', 'parked')
          AND EXISTS (SELECT FROM unnest(${[...beginnings]}::text[]) AS beginning WHERE starts_with(message, beginning))`.execute(
        db,
      )
      return rows
    },
  }
}
