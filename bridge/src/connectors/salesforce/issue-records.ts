import type { EngineLog } from '../../engine/log.ts'
import type { ReadIssue } from '../../engine/desk-ports.ts'
import type { ShownIssue } from '../../engine/store.ts'
import type { Client } from './client.ts'
import { cutAtWord } from './notices.ts'
import { query } from './query.ts'
import { instant } from './record.ts'
import { among } from './soql.ts'
import { writeRows, type CollectionRow } from './write/collection.ts'

const object = 'BC_Issue__c'
/** Length of the long texts. */
const longest = 4000

const upsert = {
  method: 'PATCH',
  path: `/composite/sobjects/${object}/BC_Key__c`,
  object,
  urgency: 'backfill',
} as const

const cut = (text: string | undefined, length = longest) =>
  text === undefined || text === '' ? null : cutAtWord(text, length)

/** `BC_Issue__c`: one record per parked record, which the Setup tab lists. */
export function createIssueRecords(client: Client, log: EngineLog) {
  let flowIds = new Map<string, string>()

  /** Records of the flows by name; those that Setup does not show yet have none. */
  const flowsOf = async (names: readonly string[]) => {
    const missing = names.filter((name) => !flowIds.has(name))
    if (missing.length > 0) {
      const rows = await query(client, `SELECT Id, BC_Key__c FROM BC_Flow__c WHERE ${among('BC_Key__c', missing)}`)
      flowIds = new Map([...flowIds, ...rows.map((row) => [String(row.BC_Key__c), String(row.Id)] as const)])
    }
    return flowIds
  }

  const write = async (rows: readonly CollectionRow[]): Promise<readonly string[]> => {
    const results = await writeRows(client, upsert, rows)
    return results.flatMap((result, index) => {
      const key = String(rows[index]?.BC_Key__c)
      if (result.ok) return [key]
      log.warn({ issue: key, vendor: result.error.vendor }, result.error.message)
      return []
    })
  }

  return {
    async show(issues: readonly ShownIssue[], at: string): Promise<readonly string[]> {
      const flows = await flowsOf([...new Set(issues.map(({ flow }) => flow))])
      return write(
        issues.map(
          ({ key, flow, company, record, title, opened, attempts, message, advice, vendor, choices = [] }) => ({
            attributes: { type: object },
            BC_Key__c: key,
            BC_Flow__c: flows.get(flow) ?? null,
            BC_Company__c: cut(company, 80),
            BC_Record_Id__c: record,
            BC_Record_Title__c: cut(title ?? record, 255),
            BC_Message__c: cut(message),
            BC_Advice__c: cut(advice),
            BC_Vendor_Message__c: cut(vendor),
            BC_Candidates__c: cut(choices.map((choice) => `${choice.id}  ${choice.label}`).join('\n')),
            BC_Status__c: 'Open',
            BC_Opened__c: opened,
            BC_Attempts__c: attempts,
            BC_Last_Synced__c: at,
            BC_Resolved__c: null,
          }),
        ),
      )
    },

    async read(record: string): Promise<readonly ReadIssue[]> {
      const where = `${among('BC_Record_Id__c', [record])} AND BC_Status__c = 'Open'`
      const rows = await query(client, `SELECT BC_Message__c, SystemModstamp FROM ${object} WHERE ${where}`)
      return rows.map((row) => ({
        message: typeof row.BC_Message__c === 'string' ? row.BC_Message__c : '',
        changed: instant(String(row.SystemModstamp)),
      }))
    },

    /** Those that somebody has deleted are not made anew. */
    async resolve(keys: readonly string[], at: string): Promise<readonly string[]> {
      const rows = await query(client, `SELECT BC_Key__c FROM ${object} WHERE ${among('BC_Key__c', keys)}`)
      const there = rows.map((row) => String(row.BC_Key__c))
      const gone = keys.filter((key) => !there.includes(key))
      const resolved = there.map((key) => ({
        attributes: { type: object },
        BC_Key__c: key,
        BC_Status__c: 'Resolved',
        BC_Resolved__c: at,
        BC_Last_Synced__c: at,
      }))
      return [...gone, ...(await write(resolved))]
    },
  }
}
