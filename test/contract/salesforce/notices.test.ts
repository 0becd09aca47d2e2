import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { account, product } from '../../../bridge/src/connectors/salesforce/entities.ts'
import { RetryLater } from '../../../bridge/src/engine/errors.ts'
import type { Notices } from '../../../bridge/src/engine/ports.ts'
import { startOrg, type Org } from './org.ts'
import { sellSomething } from './sell-something.ts'
import { order } from '../../../bridge/src/connectors/salesforce/entities.ts'

let org: Org
let notices: Notices

beforeAll(async () => {
  org = await startOrg()
})
beforeEach(async () => {
  await org.reset()
  const { notices: given } = await org.connect()
  if (!given) throw new Error('no notices')
  notices = given
})
afterAll(() => org.close())

describe('tell', () => {
  it('says it on the record, cut at a word', async () => {
    const id = org.save('Account', { Name: 'Acme' })
    const message = 'Customer Acme cannot be made because '.repeat(10)
    await notices.tell(account, [{ id, status: 'Needs Attention', message }])
    const row = org.row('Account', id)
    expect(row?.BC_Sync_Status__c).toBe('Needs Attention')
    expect(String(row?.BC_Sync_Message__c)).toMatch(/^Customer Acme .*\w…$/)
    expect(String(row?.BC_Sync_Message__c).length).toBeLessThanOrEqual(255)
  })

  it('says it on an activated order too', async () => {
    const { orderId } = sellSomething(org, [{ quantity: '1', price: '1' }])
    org.change('Order', orderId, { Status: 'Activated' })
    await notices.tell(order, [{ id: orderId, status: 'Waiting', message: 'waits for Account Acme' }])
    expect(org.row('Order', orderId)?.BC_Sync_Message__c).toBe('waits for Account Acme')
  })

  it('tells the others when one record is gone', async () => {
    const [gone, here] = [org.save('Account', { Name: 'Gone' }), org.save('Account', { Name: 'Here' })]
    org.remove('Account', gone)
    await notices.tell(
      account,
      [gone, here].map((id) => ({ id, status: 'Synced' as const, message: '' })),
    )
    expect(org.row('Account', here)?.BC_Sync_Status__c).toBe('Synced')
  })

  it('has nothing to say where there is no field for it', async () => {
    await notices.tell(product, [{ id: org.save('Product2', { Name: 'Desk' }), status: 'Synced', message: '' }])
    expect(org.calls()).toEqual([])
  })

  it('throws when nobody could be told', async () => {
    org.emulator.faults.arm({ kind: 'status', status: 503, match: 'composite' })
    const id = org.save('Account', { Name: 'Acme' })
    await expect(notices.tell(account, [{ id, status: 'Synced', message: '' }])).rejects.toBeInstanceOf(RetryLater)
  })
})
