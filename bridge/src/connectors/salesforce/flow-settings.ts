import type { EngineLog } from '../../engine/log.ts'
import type { FlowAnnouncement, FlowSetting, FlowSettings } from '../../engine/ports.ts'
import type { Client } from './client.ts'
import { query, type Row } from './query.ts'
import { writeRows, type CollectionRow } from './write/collection.ts'

const object = 'BC_Flow__c'
const upsert = {
  method: 'PATCH',
  path: `/composite/sobjects/${object}/BC_Key__c`,
  object,
  urgency: 'documents',
} as const

const conflicts: Readonly<Record<string, string>> = { 'Source Wins': 'source', 'Target Wins': 'target', Ask: 'ask' }
const yesNo: Readonly<Record<string, boolean>> = { Yes: true, No: false }
const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : undefined)

/** `BC_Flow__c`: one record per flow, which the Setup tab edits. The bridge makes them and never touches what an admin set. */
export function createFlowSettings(client: Client, log: EngineLog): FlowSettings {
  const write = async (rows: readonly CollectionRow[]) => {
    const results = await writeRows(client, upsert, rows)
    results.forEach((result, index) => {
      if (!result.ok) log.warn({ flow: rows[index]?.BC_Key__c, vendor: result.error.vendor }, result.error.message)
    })
  }
  const keys = async () => {
    const rows = await query(client, `SELECT BC_Key__c FROM ${object}`)
    return new Set(rows.map((row) => String(row.BC_Key__c)))
  }
  return {
    async announce(flows) {
      const known = await keys()
      await write(flows.map((flow) => announcement(flow, known.has(flow.flow))))
    },

    async read() {
      const fields =
        'BC_Key__c, BC_Enabled__c, BC_Create_Records__c, BC_Conflict_Rule__c, BC_Filter__c, BC_Approval_Rule__c, BC_Approvers__c, BC_Mapping__c'
      const rows = await query(client, `SELECT ${fields} FROM ${object} WHERE BC_Key__c != null ORDER BY BC_Key__c`)
      return rows.map(settingOf)
    },

    async report(reports) {
      await write(
        reports.map(({ flow, problem }) => ({
          attributes: { type: object },
          BC_Key__c: flow,
          BC_Problem__c: problem ?? null,
          ...(problem === undefined ? {} : { BC_Status__c: 'Refused' }),
        })),
      )
    },
  }
}

function announcement(flow: FlowAnnouncement, known: boolean): CollectionRow {
  return {
    attributes: { type: object },
    BC_Key__c: flow.flow,
    Name: flow.flow,
    BC_Description__c: flow.says,
    BC_Direction__c: flow.towards === 'salesforce' ? 'To Salesforce' : 'To Business Central',
    BC_Source__c: flow.source,
    BC_Target__c: flow.target,
    // The switch of a flow that stands there already is the admin's.
    ...(known ? {} : { BC_Enabled__c: flow.enabled }),
  }
}

function settingOf(row: Row): FlowSetting {
  return {
    flow: String(row.BC_Key__c),
    enabled: typeof row.BC_Enabled__c === 'boolean' ? row.BC_Enabled__c : undefined,
    mayCreate: yesNo[String(row.BC_Create_Records__c)],
    conflict: conflicts[String(row.BC_Conflict_Rule__c)],
    filter: text(row.BC_Filter__c),
    approvalRule: text(row.BC_Approval_Rule__c),
    approvers: (text(row.BC_Approvers__c) ?? '').split(/[\s,;]+/).filter((name) => name !== ''),
    mapping: text(row.BC_Mapping__c),
  }
}
