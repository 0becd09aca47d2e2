import { isPosted } from '../../emulators/business-central/posting/index.ts'
import { createRecord } from '../../support/sell.ts'
import { most } from './approval-rule.ts'
import { chainsOf } from './chains.ts'
import { choose, type Doing, type Effect } from './deed.ts'
import { lineByLine, ordered, sold } from './sold-and-billed.ts'
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

/** What an order sells now, in words: what somebody approves who approves of it now. */
const contentOf = (world: World, order: string): string => lineByLine(sold(world, 'Order', order))

/** Somebody says what becomes of an order that waits for approval. */
export function decideOn(world: World, action: 'Approve' | 'Reject', order: string): string {
  if (action === 'Approve') {
    const before = world.approvedAs.get(order) ?? []
    world.approvedAs.set(order, new Set([...before, contentOf(world, order)]))
  }
  return createRecord(world.test.sandboxes, 'BC_Command__c', { BC_Action__c: action, BC_Record_Id__c: order })
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
  askToPost(world, { pick }) {
    const { sandboxes } = world.test
    const drafts = sandboxes.salesforce.records.all('BC_Invoice__c').filter((row) => row.BC_Status__c === 'Draft')
    const draft = choose(drafts, pick)
    const fields = { BC_Action__c: 'Post Invoice', BC_Invoice__c: draft?.Id, BC_Confirmed__c: true }
    return asking(world, 'askToPost', draft && createRecord(sandboxes, 'BC_Command__c', fields))
  },
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

/** Why the bridge may refuse what people ask for: it came too late, or Business Central does not let it be done. */
const refusals: Readonly<Record<string, readonly RegExp[]>> = {
  'Post Invoice': [
    /^The draft is not there any more\. /,
    /^The draft was changed after its posting was confirmed: /,
    /^It is not linked to any document\. /,
    /^You cannot post this type of document when Customer \S+ is blocked with type /,
    /^You cannot return more than the \d+ units that you have shipped /,
  ],
  Approve: [/^Nothing of this record waits for approval\. /],
  Reject: [/^Nothing of this record waits for approval\. /],
}

/** Whether a document of this number is posted. */
const isPostedAs = ({ offices }: World, number: string): boolean =>
  offices.some(({ company }) =>
    (['salesInvoices', 'salesCreditMemos'] as const).some((set) =>
      company.table(set).find((row) => row.number === number && isPosted(row)),
    ),
  )

/** Whether something has come of what was asked for: it was done, or refused for a good reason. */
function isAnswered(world: World, command: Readonly<Record<string, unknown>>): boolean {
  const [action, status, message] = [command.BC_Action__c, command.BC_Status__c, command.BC_Message__c].map(String)
  if (action === undefined || message === undefined) return false
  if (status === 'Failed') return refusals[action]?.some((reason) => reason.test(message)) === true
  if (action !== 'Post Invoice' || status !== 'Done') return status === 'Done'
  const [, number] = /^It (?:was posted|is posted already,) as (.+)\.$/.exec(message) ?? []
  return number !== undefined && isPostedAs(world, number)
}

/** Commands that have come to no end, or have failed without a good reason. */
export const unanswered = (world: World): string[] =>
  commandsOf(world)
    .filter((row) => !isAnswered(world, row))
    .map((row) => `${String(row.BC_Action__c)} is ${String(row.BC_Status__c)}: ${String(row.BC_Message__c)}`)

/** Sales orders that somebody would have had to approve, and nobody has: of so many lines, and as they are. */
export async function unapproved(world: World): Promise<string[]> {
  const asked = await held(world, 'asked', 'rejected')
  // What was asked about once may need no approval as it is now.
  const waiting = new Set(asked.filter((order) => sold(world, 'Order', order).length > most))
  return [...world.orders].flatMap((order) => {
    const approved = world.approvedAs.get(order) ?? new Set()
    const content = contentOf(world, order)
    return [...chainsOf(world, [order]).values()].flatMap((row) => {
      const made = row ? ordered(world, row) : []
      const says = lineByLine(made)
      if (made.length > most && approved.size === 0) return [`order ${order} has ${says}, and nobody has approved it`]
      if (row && waiting.has(order) && says === content && !approved.has(says)) {
        return [`order ${order} waits for approval, and has ${says} already`]
      }
      return []
    })
  })
}
