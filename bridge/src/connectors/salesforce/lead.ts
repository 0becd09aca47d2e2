import type { Clock } from '../../engine/clock.ts'
import type { Desk } from '../../engine/desk-ports.ts'
import { Rejected } from '../../engine/errors.ts'
import type { Client } from './client.ts'
import { command } from './commands.ts'
import { query } from './query.ts'
import { instant } from './record.ts'
import { among } from './soql.ts'
import { writeRows } from './write/collection.ts'

/**
 * By how much Salesforce's clock is ahead of ours: a command that is worked on is marked as running once more, and the stamp of
 * that write lies between its beginning and its end. Salesforce has no call that tells the time, and its stamps are whole seconds.
 */
export function createLead({ client, clock }: { client: Client; clock: Pick<Clock, 'now'> }): Desk['lead'] {
  const { name: object } = command
  const target = { method: 'PATCH', path: '/composite/sobjects', object, urgency: 'documents' } as const
  return async ({ id }) => {
    const begun = clock.now()
    const [result] = await writeRows(client, target, [{ attributes: { type: object }, id, BC_Status__c: 'Running' }])
    const ended = clock.now()
    if (result?.ok === false) throw result.error
    const [row] = await query(client, `SELECT SystemModstamp FROM ${object} WHERE ${among('Id', [id])}`)
    if (!row) throw new Rejected('The command is not there any more.', { advice: 'Make a new one.' })
    const stamp = Date.parse(instant(String(row.SystemModstamp)))
    return { least: stamp - ended, most: stamp + 1000 - begun }
  }
}
