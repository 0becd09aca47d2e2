import type { Clock } from '../../engine/clock.ts'
import type { EngineLog } from '../../engine/log.ts'
import type { FlowAnnouncement, FlowReport, FlowSetting, FlowSettings, SettingWords } from '../../engine/ports.ts'
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
const targetDeleted: Readonly<Record<string, string>> = {
  Ask: 'ask',
  'Make a New One': 'recreate',
  'Leave It Without': 'uncouple',
}
const sourceDeleted: Readonly<Record<string, string>> = {
  Ask: 'ask',
  'Delete It Too': 'delete',
  'Leave It Alone': 'uncouple',
}
const labelsOf = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([label, value]) => [value, label]))
/** What Setup calls the settings: its labels. */
const words: SettingWords = {
  enabled: { label: 'Enabled' },
  mayCreate: { label: 'Create Records' },
  conflict: { label: 'Conflict Rule', values: labelsOf(conflicts) },
  onTargetDeleted: { label: 'When the Target Is Deleted', values: labelsOf(targetDeleted) },
  onSourceDeleted: { label: 'When the Source Is Deleted', values: labelsOf(sourceDeleted) },
  filter: { label: 'Filter' },
  approval: { label: 'Approval Rule' },
  map: { label: 'Mapping Overrides' },
  lines: { label: 'Mapping Overrides' },
}
const statuses = { running: 'Running', paused: 'Paused', off: 'Off', held: 'Held', refused: 'Refused' } as const
/** What admins set, and what the bridge says. */
const set = [
  ...['BC_Key__c', 'BC_Enabled__c', 'BC_Create_Records__c', 'BC_Conflict_Rule__c', 'BC_Target_Deleted__c'],
  ...['BC_Source_Deleted__c', 'BC_Filter__c', 'BC_Approval_Rule__c', 'BC_Approvers__c', 'BC_Mapping__c'],
]
const said = ['BC_Status__c', 'BC_Problem__c', 'BC_Backlog__c', 'BC_Waiting__c', 'BC_Parked__c', 'BC_Last_Run__c']
const yesNo: Readonly<Record<string, boolean>> = { Yes: true, No: false }
const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : undefined)

/** `BC_Flow__c`: one record per flow, which the Setup tab edits. The bridge makes them and never touches what an admin set. */
export function createFlowSettings(client: Client, log: EngineLog, clock: Pick<Clock, 'now'>): FlowSettings {
  /** What the bridge has said of each flow, as it was read or written last. */
  let standing = new Map<string, Row>()
  const write = async (rows: readonly CollectionRow[]) => {
    const results = await writeRows(client, upsert, rows)
    rows.forEach((row, index) => {
      const [result, flow] = [results[index], String(row.BC_Key__c)]
      if (result?.ok === true) standing.set(flow, { ...standing.get(flow), ...row })
      else log.warn({ flow, vendor: result?.error.vendor }, result?.error.message ?? 'no answer for this flow')
    })
  }
  const keys = async () => {
    const rows = await query(client, `SELECT BC_Key__c FROM ${object}`)
    return new Set(rows.map((row) => String(row.BC_Key__c)))
  }
  return {
    async announce(flows) {
      const known = await keys()
      const at = new Date(clock.now()).toISOString()
      await write(flows.map((flow) => ({ ...announcement(flow, known.has(flow.flow)), BC_Last_Synced__c: at })))
    },

    async read() {
      const fields = [...set, ...said].join(', ')
      const rows = await query(client, `SELECT ${fields} FROM ${object} WHERE BC_Key__c != null ORDER BY BC_Key__c`)
      standing = new Map(rows.map((row) => [String(row.BC_Key__c), row]))
      return rows.map(settingOf)
    },

    async report(reports) {
      const at = new Date(clock.now()).toISOString()
      const rows = reports.flatMap((report) => {
        const news = newsOf(report, standing.get(report.flow) ?? {})
        if (news.length === 0) return []
        return [
          {
            attributes: { type: object },
            BC_Key__c: report.flow,
            ...Object.fromEntries(news),
            BC_Last_Synced__c: at,
          },
        ]
      })
      if (rows.length > 0) await write(rows)
    },
  }
}

/** A long text comes back with the line ends of a browser. */
const plain = (value: unknown) =>
  value === null || value === undefined
    ? ''
    : (value as { toString(): string }).toString().replaceAll('\r\n', '\n').trim()
const instant = (value: unknown) => (typeof value === 'string' ? new Date(value).getTime() : 0)

/** The fields of a flow's record that say something else now. */
function newsOf({ status, problem, figures, lastRun }: FlowReport, there: Row): [string, unknown][] {
  const says: Readonly<Record<string, unknown>> = {
    BC_Status__c: statuses[status],
    BC_Problem__c: problem ?? null,
    ...(figures
      ? { BC_Backlog__c: figures.backlog, BC_Waiting__c: figures.waiting, BC_Parked__c: figures.parked }
      : {}),
  }
  return [
    ...Object.entries(says).filter(([name, value]) => plain(value) !== plain(there[name])),
    // Another bridge of this database may have run it since.
    ...(lastRun !== undefined && instant(lastRun) > instant(there.BC_Last_Run__c)
      ? [['BC_Last_Run__c', lastRun] as [string, unknown]]
      : []),
  ]
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
    onTargetDeleted: targetDeleted[String(row.BC_Target_Deleted__c)],
    onSourceDeleted: sourceDeleted[String(row.BC_Source_Deleted__c)],
    filter: text(row.BC_Filter__c),
    approvalRule: text(row.BC_Approval_Rule__c),
    approvers: (text(row.BC_Approvers__c) ?? '').split(/[\s,;]+/).filter((name) => name !== ''),
    mapping: text(row.BC_Mapping__c),
    words,
  }
}
