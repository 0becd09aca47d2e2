import { defineEntity, field } from '../../engine/entity.ts'
import type { Action, Command, CommandReport } from '../../engine/desk-ports.ts'
import type { EngineLog } from '../../engine/log.ts'
import type { Client } from './client.ts'
import { record, system } from './entities/system.ts'
import { cutAtWord } from './notices.ts'
import { query, type Row } from './query.ts'
import { instant } from './record.ts'
import { bareId } from './soql.ts'
import { writeRows } from './write/collection.ts'

const object = 'BC_Command__c'

/** Length of `BC_Message__c`. */
const longest = 4000

/** What people ask of the bridge in Salesforce. */
export const command = defineEntity(
  system,
  object,
  { label: 'BC command', ...record },
  { Id: field.id(), BC_Status__c: field.text(40) },
)

const actions: Readonly<Record<string, Action>> = {
  Retry: 'retry',
  'Retry All': 'retry-all',
  Choose: 'choose',
  'Refresh Account': 'refresh-account',
  'Fetch PDF': 'fetch-pdf',
  'Post Invoice': 'post-invoice',
  Approve: 'approve',
  Reject: 'reject',
  Load: 'load',
  Reconcile: 'reconcile',
  Replay: 'replay',
  'Apply Settings': 'apply-settings',
}
const statuses = { running: 'Running', done: 'Done', failed: 'Failed' } as const

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : undefined)
const below = (row: Row, parent: string, name: string) => text((row[parent] as Row | null | undefined)?.[name])

function commandOf(row: Row, self: string): Command {
  const action = text(row.BC_Action__c) ?? '(none)'
  return {
    id: String(row.Id),
    action: actions[action] ?? { unknown: action },
    begun: row.BC_Status__c === 'Running',
    said: text(row.BC_Message__c),
    by: below(row, 'CreatedBy', 'Username') ?? '',
    own: bareId(String(row.CreatedById)) === bareId(self),
    at: instant(String(row.CreatedDate)),
    flow: below(row, 'BC_Flow__r', 'BC_Key__c'),
    issue: below(row, 'BC_Issue__r', 'BC_Key__c'),
    invoice: text(row.BC_Invoice__c),
    record: longId(text(row.BC_Record_Id__c)),
    choice: text(row.BC_Choice__c),
    confirmed: row.BC_Confirmed__c === true,
    parameters: text(row.BC_Parameters__c),
  }
}

const fields = [
  ...[
    'Id',
    'BC_Action__c',
    'BC_Status__c',
    'BC_Message__c',
    'CreatedDate',
    'CreatedById',
    'CreatedBy.Username',
    'BC_Flow__r.BC_Key__c',
  ],
  ...[
    'BC_Issue__r.BC_Key__c',
    'BC_Invoice__c',
    'BC_Record_Id__c',
    'BC_Choice__c',
    'BC_Confirmed__c',
    'BC_Parameters__c',
  ],
].join(', ')

/** Commands that are not finished; the name, a running number, keeps those of one second in order. */
export async function unfinishedCommands(client: Client): Promise<readonly Command[]> {
  const open = "BC_Status__c IN ('Requested', 'Running')"
  const rows = await query(
    client,
    `SELECT ${fields} FROM ${object} WHERE ${open} ORDER BY CreatedDate, Name LIMIT 2000`,
  )
  const { userId } = await client.session()
  return rows.map((row) => commandOf(row, userId))
}

/** Ids of 15 characters, as they stand in a URL, are made whole: links are kept by 18. [Salesforce Help: 18-character ids] */
function longId(id: string | undefined): string | undefined {
  if (id === undefined || !/^[a-zA-Z0-9]{15}$/.test(id)) return id
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
  const tail = [0, 5, 10].map((start) => {
    const bits = Array.from(id.slice(start, start + 5), (letter, index) => (/[A-Z]/.test(letter) ? 1 << index : 0))
    return letters[bits.reduce((sum, bit) => sum + bit, 0)]
  })
  return id + tail.join('')
}

/** A command that is gone, or that Salesforce does not let us write, stays as it is: what was asked is done all the same. */
export async function reportCommands(client: Client, log: EngineLog, reports: readonly CommandReport[]): Promise<void> {
  const rows = reports.map(({ id, status, message, at }) => ({
    attributes: { type: object },
    id,
    BC_Status__c: statuses[status],
    BC_Message__c: message === '' ? null : cutAtWord(message, longest),
    ...(status === 'running' && message === '' ? { BC_Started__c: at } : {}),
    ...(status === 'running' ? {} : { BC_Finished__c: at, BC_Progress__c: status === 'done' ? 100 : null }),
  }))
  const target = { method: 'PATCH', path: '/composite/sobjects', object, urgency: 'documents' } as const
  const results = await writeRows(client, target, rows)
  results.forEach((result, index) => {
    if (!result.ok) log.warn({ id: rows[index]?.id, vendor: result.error.vendor }, result.error.message)
  })
}
