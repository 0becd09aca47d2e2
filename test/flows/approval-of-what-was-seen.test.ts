import { describe, expect, it } from 'vitest'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import { approvers } from './approvers.ts'
import { clockOfTheBridge } from './clock-of-the-bridge.ts'
import { agree } from './shown-money.ts'

/**
 * Who decides means what they were shown. A draft that is changed while it waits is asked about anew, and what was clicked before
 * that decides about nothing, whatever the clock of the bridge says; in two companies and currencies.
 */
const room = approvers()
const { desk, boss, chief, clerk, places, post, decide, posts } = room
const { hear, issueOf, org, said, test } = desk
const behind = clockOfTheBridge(test)
const lookAgain = 3_700

/** Somebody makes a command of which the bridge does not hear yet. */
function make(by: string, action: string, fields: Record<string, unknown>): string {
  const user = org()
    .all('User')
    .find(({ Username }) => Username === by)
  const actor = { userId: user?.Id ?? '', api: 'rest' }
  const made = test.sandboxes.salesforce.dml.insert(actor, 'BC_Command__c', { BC_Action__c: action, ...fields })
  if (!made.success) throw new Error(JSON.stringify(made.errors))
  return made.id
}
const approve = (record: string) => make(boss, 'Approve', { BC_Record_Id__c: record })

/** A draft of this place over 7 pieces, somebody was asked to approve; then finance makes it 8 while nobody looks. */
async function changedWhileItWaits({ office, currency, seen, draft }: (typeof places)[number]) {
  const { row, id } = await draft('7')
  const total = Number(seen(row).BC_Total__c).toLocaleString('en', { minimumFractionDigits: 2 })
  const { id: asked } = await post(clerk(), id)
  const then = `${total} ${currency}`
  expect(issueOf(id)?.BC_Message__c).toContain(` over ${then}, `)
  await test.advance(5)
  const edit = (change: Record<string, unknown>) => {
    const [line] = office.books.linesOf('salesInvoices', row.id)
    office.books.edit('salesInvoiceLines', line?.id ?? '', change)
  }
  edit({ quantity: '8' })
  const status = () => office.books.company.table('salesInvoices').get(row.id)?.status
  return { row, id, asked, then, edit, status, before: posts() }
}
type Changed = Awaited<ReturnType<typeof changedWhileItWaits>>

/** What was decided is refused; what is asked about now names both amounts, and is posted once it is approved. */
async function isAskedAnew(
  { id, asked, then, status, before }: Changed,
  refused: string,
  again = `It was ${then} then and is `,
) {
  expect(said(refused)).toMatchObject({ status: 'Failed' })
  expect(said(refused).message).toContain('before it was asked about as it is now.')
  expect([status(), posts() - before]).toEqual(['Draft', 0])
  expect(issueOf(id)?.BC_Message__c).toContain(`again, since it was changed. ${again}`)
  await test.advance(5)
  await decide(boss, 'Approve', id)
  expect([said(asked).status, posts() - before]).toEqual(['Done', 1])
}

const [inDollars, inEuro] = [places.slice(0, 1), places.slice(1)]
const clocks = [
  ...inDollars.map((place) => ({ place, seconds: 0 })),
  ...inEuro.flatMap((place) => [20, -20].map((seconds) => ({ place, seconds }))),
]

describe('a draft that was changed after somebody was asked to approve it', () => {
  it.each(clocks)('is asked about anew when the bridge was away, and its clock $seconds s behind', async (each) => {
    await behind(each.seconds)
    const changed = await changedWhileItWaits(each.place)
    await test.advance(lookAgain)
    const clicked = approve(changed.id)
    await test.advance(5)
    await hear(commands, 'any')
    expect(said(changed.asked).message).toContain(`again, since it was changed. It was ${changed.then} then and is `)
    await isAskedAnew(changed, clicked)
  })

  it.each(clocks)(
    'is not approved before Salesforce shows what is asked, the clock $seconds s behind',
    async (each) => {
      await behind(each.seconds)
      const changed = await changedWhileItWaits(each.place)
      const { faults } = test.sandboxes.salesforce
      faults.arm({ kind: 'status', status: 503, match: 'PATCH .*/BC_Issue__c/', times: 0 })
      await test.advance(lookAgain)
      await hear(commands, 'any')
      await test.advance(120)
      const clicked = approve(changed.id)
      await test.advance(5)
      faults.clear()
      await test.advance(600)
      await hear(commands, 'any')
      await isAskedAnew(changed, clicked)
    },
  )

  it.each(places)('is asked about anew when somebody else asks for its posting as well, $where', async (place) => {
    const changed = await changedWhileItWaits(place)
    make(chief, 'Post Invoice', { BC_Invoice__c: changed.id, BC_Confirmed__c: true })
    const clicked = approve(changed.id)
    await hear(commands, 'any')
    await isAskedAnew(changed, clicked)
  })

  it.each(inDollars)(
    'is asked about anew by the bridge that comes after, and is not rejected either',
    async (place) => {
      const changed = await changedWhileItWaits(place)
      const clicked = make(boss, 'Reject', { BC_Record_Id__c: changed.id })
      const other = await test.another()
      try {
        await other.catalogue.refresh()
        await other.worker.drain()
      } finally {
        await other.close()
      }
      await isAskedAnew(changed, clicked)
    },
  )

  it.each(inEuro)('is asked about anew at the same amount, and says so', async (place) => {
    const changed = await changedWhileItWaits(place)
    changed.edit({ quantity: '14', unitPrice: '500' })
    await test.advance(lookAgain)
    const clicked = approve(changed.id)
    await test.advance(5)
    await hear(commands, 'any')
    await isAskedAnew(changed, clicked, `It is ${changed.then} as it was then, and says otherwise elsewhere.`)
  })

  it.each(inDollars)(
    'is approved by who has seen it when its issue was deleted, and by nobody earlier',
    async (place) => {
      const changed = await changedWhileItWaits(place)
      const gone = issueOf(changed.id)?.Id ?? ''
      test.sandboxes.salesforce.dml.delete({ userId: org().all('User')[0]?.Id ?? '', api: 'rest' }, 'BC_Issue__c', gone)
      const clicked = approve(changed.id)
      await test.advance(lookAgain)
      await hear(commands, 'any')
      expect(said(clicked)).toMatchObject({ status: 'Failed' })
      await test.advance(5)
      await decide(boss, 'Approve', changed.id)
      expect([said(changed.asked).status, posts() - changed.before]).toEqual(['Done', 1])
    },
  )
})

it('what was posted shows to the cent, in the currency of the document and in that of the company', async () => {
  await agree(test, desk.offices)
})
