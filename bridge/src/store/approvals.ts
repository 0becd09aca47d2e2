import type { Selectable } from 'kysely'
import type { Approval, Approvals } from '../engine/store.ts'
import type { Database } from './connection.ts'
import { distinct, isOneOf } from './keys.ts'
import type { Schema } from './schema.ts'

const approvalOf = ({
  at,
  by,
  reason,
  state,
  requested_by,
  ...row
}: Selectable<Schema['bridge.approvals']>): Approval => ({
  ...row,
  state: state as Approval['state'],
  by: by ?? undefined,
  reason: reason ?? undefined,
  requestedBy: requested_by ?? undefined,
  at: at.toISOString(),
})

/** Documents that wait for a person's approval, and what was decided. */
export function approvals(db: Database): Approvals {
  return {
    async find(keys) {
      if (keys.length === 0) return []
      return (await db.selectFrom('bridge.approvals').selectAll().where(isOneOf(keys)).execute()).map(approvalOf)
    },

    async ofRecord(record) {
      const rows = await db.selectFrom('bridge.approvals').selectAll().where('record', '=', record).execute()
      return rows.map(approvalOf)
    },

    async asked(limit) {
      const rows = await db
        .selectFrom('bridge.approvals')
        .selectAll()
        .where('state', '=', 'asked')
        .orderBy('at')
        .limit(limit)
        .execute()
      return rows.map(approvalOf)
    },

    async save(saved) {
      if (saved.length === 0) return
      await db
        .insertInto('bridge.approvals')
        .values(
          distinct(saved).map(
            ({ flow, company, record, hash, state, by, reason, requestedBy, at, supersedes = false }) => ({
              ...{ flow, company, record, hash, state, at, supersedes },
              by: by ?? null,
              reason: reason ?? null,
              requested_by: requestedBy ?? null,
            }),
          ),
        )
        .onConflict((conflict) =>
          conflict.columns(['flow', 'company', 'record']).doUpdateSet((row) => ({
            hash: row.ref('excluded.hash'),
            state: row.ref('excluded.state'),
            by: row.ref('excluded.by'),
            reason: row.ref('excluded.reason'),
            requested_by: row.ref('excluded.requested_by'),
            at: row.ref('excluded.at'),
            supersedes: row.ref('excluded.supersedes'),
          })),
        )
        .execute()
    },

    async remove(keys) {
      if (keys.length > 0) await db.deleteFrom('bridge.approvals').where(isOneOf(keys)).execute()
    },

    async decide(approval, { state, by, reason, at }) {
      // Only what was asked about may be decided: the document may have changed in this very moment.
      const { numUpdatedRows } = await db
        .updateTable('bridge.approvals')
        .set({ state, by, reason: reason ?? null, at, supersedes: false })
        .where(isOneOf([approval]))
        .where('hash', '=', approval.hash)
        .where('state', '<>', state)
        .executeTakeFirstOrThrow()
      return Number(numUpdatedRows) === 1
    },
  }
}
