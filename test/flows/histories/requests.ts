import { createRecord } from '../../support/sell.ts'
import { most } from './approval-rule.ts'
import { chainsOf } from './chains.ts'
import { choose, type Doing, type Effect } from './deed.ts'
import { confirm, isPostedAsConfirmed, isRefusedRightly } from './postings.ts'
import { text } from './said.ts'
import { altogether, billed, invoicesOf, isStanding, isWithin, ordered, sold } from './sold-and-billed.ts'
import { count, type World } from './world.ts'

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
export function decideOn(world: World, action: 'Approve' | 'Reject', order: string): string {
  const fields = { BC_Action__c: action, BC_Record_Id__c: order }
  const command = createRecord(world.test.sandboxes, 'BC_Command__c', fields)
  if (action === 'Approve') {
    const before = world.approvedAs.get(order) ?? []
    world.approvedAs.set(order, [...before, { command, parts: sold(world, 'Order', order) }])
  }
  return command
}

/** Whether somebody asks for something; the deed is done when the bridge has done it. */
function asking(world: World, deed: string, command: string | undefined): Effect {
  if (command === undefined) return false
  world.asked.set(command, deed)
  return 'later'
}

const decision =
  (deed: string, action: 'Approve' | 'Reject'): Doing =>
  async (world, { pick }) => {
    const order = choose(await held(world, 'asked'), pick)
    return asking(world, deed, order && decideOn(world, action, order))
  }

/** What people ask of the bridge, by commands that it hears of like of any other record. */
export const requests = {
  approveOrder: decision('approveOrder', 'Approve'),
  rejectOrder: decision('rejectOrder', 'Reject'),
  askToPost: (world, deed) => asking(world, 'askToPost', confirm(world, deed)),
} satisfies Record<string, Doing>

const commandsOf = ({ test }: Pick<World, 'test'>) => test.sandboxes.salesforce.records.all('BC_Command__c')

/** Counts what the bridge has done of what people have asked for. */
export function countAnswers(world: World): void {
  for (const { Id, BC_Status__c } of commandsOf(world)) {
    const deed = world.asked.get(Id)
    if (deed === undefined || BC_Status__c !== 'Done') continue
    world.asked.delete(Id)
    count(world, deed)
  }
}

/** Why the bridge may refuse what people decide: it came too late, or what it was about was changed before they had seen it. */
const tooLate = /^Nothing of this record waits for approval\. | decided before it was asked about as it is now\. /

/** Whether something has come of what was asked for: it was done, or refused for a good reason. */
function isAnswered(world: World, { Id, ...command }: Readonly<Record<string, unknown>>): boolean {
  const [action, status, message] = [command.BC_Action__c, command.BC_Status__c, command.BC_Message__c].map(text)
  const id = text(Id)
  if (message === undefined || (status !== 'Done' && status !== 'Failed')) return false
  if (action !== 'Post Invoice') return status === 'Done' || tooLate.test(message)
  return status === 'Done' ? isPostedAsConfirmed(world, id, message) : isRefusedRightly(world, id, message)
}

/** Commands that have come to no end, or have failed without a good reason. */
export const unanswered = (world: World): string[] =>
  commandsOf(world)
    .filter((row) => !isAnswered(world, row))
    .map((row) => `${String(row.BC_Action__c)} is ${String(row.BC_Status__c)}: ${String(row.BC_Message__c)}`)

const isDone = ({ test }: World, command: string): boolean =>
  test.sandboxes.salesforce.records.get('BC_Command__c', command)?.BC_Status__c === 'Done'

/** Sales orders that somebody would have had to approve, and nobody has: of so many lines, and as they are. */
export async function unapproved(world: World): Promise<string[]> {
  const asked = await held(world, 'asked', 'rejected')
  // What was asked about once may need no approval as it is now.
  const waiting = new Set(asked.filter((order) => sold(world, 'Order', order).length > most))
  return [...world.orders].flatMap((order) => {
    const approved = (world.approvedAs.get(order) ?? []).filter(({ command }) => isDone(world, command))
    const content = altogether(sold(world, 'Order', order))
    return [...chainsOf(world, [order])].flatMap(([id, row]) => {
      const made = row ? ordered(world, row) : billed(world, invoicesOf(world, id).filter(isStanding))
      const says = altogether(made)
      const isApproved = approved.some(({ parts }) => (row ? altogether(parts) === says : isWithin(parts, made)))
      if (made.length > most && !isApproved) return [`order ${order} has ${says}, and nobody has approved it`]
      if (row && waiting.has(order) && says === content && !isApproved) {
        return [`order ${order} waits for approval, and has ${says} already`]
      }
      return []
    })
  })
}
