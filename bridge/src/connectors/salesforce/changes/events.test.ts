import { describe, expect, it } from 'vitest'
import { account, order } from '../entities.ts'
import { createFootprint } from '../footprint.ts'
import type { ChangeEventHeader } from '../pubsub/decode.ts'
import { toSignals, type DecodedEvent } from './events.ts'

const me = '005000000000001AAA'
const orderId = '801000000000001AAA'
const lineId = '802000000000001AAA'

function event(header: Partial<ChangeEventHeader>, fields: Record<string, unknown> = {}): DecodedEvent {
  return {
    type: { fields: ['ChangeEventHeader', 'BC_Number__c', 'Phone'].map((name) => ({ name, fields: [] })) },
    fields,
    header: {
      entityName: 'Account',
      recordIds: ['001000000000001AAA'],
      changeType: 'UPDATE',
      changeOrigin: 'com/salesforce/api/rest/67.0;client=bcbridge',
      transactionKey: 't',
      sequenceNumber: 1,
      commitTimestamp: 1_700_000_000_000n,
      commitUser: me,
      nulledFields: [],
      diffFields: [],
      changedFields: ['0x02'],
      ...header,
    },
  }
}

function services(rows: readonly object[] = []) {
  const asked: string[] = []
  const footprint = createFootprint()
  footprint.add('Account', ['BC_Number__c'])
  const call = (_: string, path: string) => {
    asked.push(path)
    return Promise.resolve({ records: rows })
  }
  return { client: { call }, footprint, asked }
}

const signals = (some: DecodedEvent, given = services()) => toSignals(given, [account, order], [some], me)

describe('toSignals', () => {
  it.each([
    ['own user, own name, own fields', {}, true],
    ['own user as 15 characters', { commitUser: me.slice(0, 15) }, true],
    ['another user', { commitUser: '005000000000002AAA' }, false],
    ['another client', { changeOrigin: 'com/salesforce/api/soap/51.0;client=SfdcInternalAPI/' }, false],
    ['a name that only begins like ours', { changeOrigin: 'com/salesforce/api/rest/67.0;client=bcbridge2' }, false],
    ['no origin', { changeOrigin: '' }, false],
    ['a field that the bridge never writes', { changedFields: ['0x06'] }, false],
  ])('echo: %s', async (_, header, echo) => {
    const { changes } = await signals(event(header))
    expect(changes.map((change) => change.echo)).toEqual([echo])
  })

  it('takes an undeleted record for a new one', async () => {
    const { changes } = await signals(event({ changeType: 'UNDELETE' }))
    expect(changes[0]?.kind).toBe('created')
  })

  it.each([
    ['an overflow', { changeType: 'GAP_OVERFLOW', recordIds: [] }],
    ['a wildcard', { changeType: 'GAP_UPDATE', recordIds: ['001*'] }],
    ['a change type of tomorrow', { changeType: 'SNAPSHOT' }],
  ])('asks by query after %s', async (_, header) => {
    const { changes, missed } = await signals(event(header))
    expect(changes).toEqual([])
    expect([...missed]).toEqual([account])
  })

  it('takes a new line for a change of the order that it names', async () => {
    const given = services()
    const created = event(
      { entityName: 'OrderItem', recordIds: [lineId], changeType: 'CREATE' },
      { OrderId: { string: orderId } },
    )
    const { changes } = await signals(created, given)
    expect(changes).toMatchObject([{ entity: order, id: orderId, kind: 'updated' }])
    expect(given.asked).toEqual([])
  })

  it('looks up the order of a changed line, which the event does not name', async () => {
    const given = services([{ OrderId: orderId }])
    const { changes } = await signals(event({ entityName: 'OrderItem', recordIds: [lineId] }, { OrderId: null }), given)
    expect(changes).toMatchObject([{ entity: order, id: orderId }])
    expect(decodeURIComponent(given.asked[0] ?? '')).toContain(
      `SELECT OrderId FROM OrderItem WHERE Id IN ('${lineId}')`,
    )
  })
})
