import { createRecord } from '../../support/sell.ts'
import { choose, on, type Doing } from './deed.ts'
import type { World } from './world.ts'

/** The orders that wait until somebody has approved of them; only those of these histories with three lines and more do. */
export const approvalRule = '$count(OrderItems) > 2'

/** Ids of the activated orders that nobody has approved yet, or that somebody has rejected. */
export async function held({ orders, test }: World, ...states: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const id of orders) {
    if (test.sandboxes.salesforce.records.get('Order', id)?.Status !== 'Activated') continue
    const approvals = await test.system.store.approvals.ofRecord(id)
    if (approvals.some(({ state }) => states.includes(state))) found.push(id)
  }
  return found
}

/** Somebody says what becomes of an order that waits for approval. */
export const decideOn = (world: World, action: 'Approve' | 'Reject', order: string): string =>
  createRecord(world.test.sandboxes, 'BC_Command__c', { BC_Action__c: action, BC_Record_Id__c: order })

const decision =
  (action: 'Approve' | 'Reject'): Doing =>
  async (world, { pick }) =>
    on(choose(await held(world, 'asked'), pick), (order) => {
      decideOn(world, action, order)
    })

/** What people ask of the bridge, by commands that it hears of like of any other record. */
export const requests = {
  approveOrder: decision('Approve'),
  rejectOrder: decision('Reject'),
  askToPost({ test }, { pick }) {
    const drafts = test.sandboxes.salesforce.records.all('BC_Invoice__c').filter((row) => row.BC_Status__c === 'Draft')
    return on(choose(drafts, pick), ({ Id }) => {
      const fields = { BC_Action__c: 'Post Invoice', BC_Invoice__c: Id, BC_Confirmed__c: true }
      createRecord(test.sandboxes, 'BC_Command__c', fields)
    })
  },
} satisfies Record<string, Doing>

/** Commands that have come to no end. */
export const unanswered = ({ test }: World): string[] =>
  test.sandboxes.salesforce.records
    .all('BC_Command__c')
    .filter((row) => !['Done', 'Failed'].includes(String(row.BC_Status__c)))
    .map((row) => `${String(row.BC_Action__c)} is ${String(row.BC_Status__c)}: ${String(row.BC_Message__c)}`)
