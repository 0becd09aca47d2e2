import { beforeAll, describe, expect, it } from 'vitest'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import { order as orders } from '../../bridge/src/connectors/salesforce/entities.ts'
import { hear } from '../support/hear.ts'
import { change, createRecord } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { clockOfTheBridge } from './clock-of-the-bridge.ts'
import { order as sold } from './deals.ts'
import { aSeller } from './seller.ts'

/** Who approves an order means the order that they saw, whatever the clock of the bridge says; in two companies and currencies. */
const { test, org, told, buyers, isMade, isNotMade } = aSeller()
const behind = clockOfTheBridge(test)
const item = '1896-S'

beforeAll(async () => {
  await test.system.catalogue.announce()
  const approver = test.sandboxes.salesforce.username
  await setFlow(test, 'order-to-sales-order', { BC_Approval_Rule__c: 'TotalAmount > 10000', BC_Approvers__c: approver })
})

const clocks = [0, 20, -20]

describe.each(buyers)('an order $where that was changed while somebody decided about it', (buyer) => {
  const decided = (action: 'Approve' | 'Reject', id: string) =>
    createRecord(test.sandboxes, 'BC_Command__c', { BC_Action__c: action, BC_Record_Id__c: id })
  const said = (id: string) => org().get('BC_Command__c', id)
  /** The bridge hears that the order is about so many pieces now. */
  async function becomes(id: string, Quantity: number) {
    const line = org()
      .all('OrderItem')
      .find((row) => row.OrderId === id)
    change(test.sandboxes, 'OrderItem', String(line?.Id), { Quantity })
    await hear(test, orders, id)
  }
  async function held() {
    const { id } = sold(
      test.sandboxes,
      buyer.accountId,
      [{ item, quantity: 11, fields: { UnitPrice: 1000.01 } }],
      buyer.says,
    )
    await hear(test, orders, id)
    await test.advance(5)
    return id
  }

  it.each(clocks)('is not written, and is once it is approved as it is, the clock %d s behind', async (seconds) => {
    await behind(seconds)
    const id = await held()
    const clicked = decided(seconds === 20 ? 'Reject' : 'Approve', id)
    await test.advance(5)
    await becomes(id, 20)
    expect(told(id)).toContain('again, since it was changed')
    await hear(test, commands, clicked)
    expect(said(clicked)).toMatchObject({ BC_Status__c: 'Failed' })
    expect(said(clicked)?.BC_Message__c).toContain('before it was asked about as it is now.')
    isNotMade(id)
    await test.advance(5)
    const anew = decided('Approve', id)
    await hear(test, commands, anew)
    expect(said(anew)).toMatchObject({ BC_Status__c: 'Done' })
    isMade(id, buyer, '20000.20')
  })

  it('is not written when both happened in the same second', async () => {
    const id = await held()
    await becomes(id, 12)
    const clicked = decided('Approve', id)
    await hear(test, commands, clicked)
    expect(said(clicked)).toMatchObject({ BC_Status__c: 'Failed' })
    isNotMade(id)
  })
})
