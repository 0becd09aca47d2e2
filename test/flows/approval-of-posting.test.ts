import { beforeAll, describe, expect, it } from 'vitest'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import { change } from '../support/sell.ts'
import { approvers } from './approvers.ts'
import { agree, money } from './shown-money.ts'

/** Who may approve the posting of a draft, and what an approval is worth; in two companies and currencies. */
const room = approvers()
const { desk, boss, chief, clerk, places, post, decide, posts, allow } = room
const { org, hear, said, issueOf } = desk

describe.each(places)('a draft that the rule is true for, $where,', ({ office, currency, seen, draft }) => {
  beforeAll(() => allow(boss, clerk()))

  it('is not approved by who asks for it, nor by who is not named', async () => {
    const { row, id } = await draft('7')
    const { id: asked } = await post(clerk(), id)
    const own = await decide(clerk(), 'Approve', id)
    expect(own).toMatchObject({ status: 'Failed' })
    expect(own.message).toContain(`nobody approves what they ask for themselves. Ask ${boss}.`)
    const stranger = await decide(chief, 'Approve', id)
    expect(stranger.message).toContain(`${chief} may not decide about it. Ask ${boss} or ${clerk()}.`)
    expect(said(asked)).toMatchObject({ status: 'Running' })
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Draft' })
    // Who asked may take it back.
    await decide(clerk(), 'Reject', id, 'My mistake')
    expect(said(asked)).toMatchObject({ status: 'Failed' })
  })

  it('is not posted for whoever has approved of it, though others ask for it, too', async () => {
    const { row, id } = await draft('12')
    const { id: theirs } = await post(clerk(), id)
    const [line] = office.books.linesOf('salesInvoices', row.id)
    office.books.edit('salesInvoiceLines', line?.id ?? '', { quantity: '13' })
    const { id: mine } = await post(boss, id)
    await desk.test.advance(2)
    await decide(clerk(), 'Approve', id)
    expect(said(theirs)).toMatchObject({ status: 'Failed' })
    expect(said(theirs).message).toContain(
      `${clerk()} has approved of it: nobody approves what they ask for themselves.`,
    )
    expect(said(mine)).toMatchObject({ status: 'Done' })
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Open', BC_Currency_Code__c: currency })
    const trail = await desk.test.system.store.audit.of('salesforce', id, 100)
    expect(trail.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(`, asked for by ${boss}, approved by ${clerk()}\\.$`),
    )
  })

  it('stays a draft when it is rejected, and the command says why', async () => {
    const { row, id } = await draft('8')
    const { id: asked } = await post(clerk(), id)
    await decide(boss, 'Reject', id, 'Too much for this customer')
    expect(said(asked)).toMatchObject({ status: 'Failed' })
    expect(said(asked).message).toContain(`${boss} has rejected it: Too much for this customer.`)
    expect(issueOf(id)).toBeUndefined()
    expect(await post(clerk(), id)).toMatchObject({ status: 'Failed' })
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Draft' })
    await decide(boss, 'Approve', id)
    expect(await post(clerk(), id)).toMatchObject({ status: 'Done' })
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Open', BC_Currency_Code__c: currency })
    expect(money(seen(row).BC_Total_Excluding_Tax__c)).toBe('8000.00')
  })

  it('has to be approved anew when it was changed after the approval', async () => {
    const { row, id } = await draft('9')
    const { id: asked } = await post(clerk(), id)
    const before = posts()
    // Between the approval and the bridge's next look somebody in finance changes the amount.
    const [line] = office.books.linesOf('salesInvoices', row.id)
    const [approval] = await desk.test.system.store.approvals.ofRecord(id)
    if (!approval) throw new Error('nothing was asked')
    const at = new Date(desk.test.clock.now()).toISOString()
    await desk.test.system.store.approvals.decide(approval, { state: 'approved', by: boss, reason: undefined, at })
    office.books.edit('salesInvoiceLines', line?.id ?? '', { quantity: '90' })
    await hear(commands, 'any')
    expect(said(asked)).toMatchObject({ status: 'Running' })
    expect(said(asked).message).toContain('again, since it was changed.')
    expect(posts()).toBe(before)
    await decide(boss, 'Approve', id)
    expect(said(asked)).toMatchObject({ status: 'Done' })
    expect(posts()).toBe(before + 1)
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Open', BC_Currency_Code__c: currency })
    expect(money(seen(row).BC_Total_Excluding_Tax__c)).toBe('90000.00')
  })

  it('has to be approved anew when who has approved it may no longer', async () => {
    const { id } = await draft('10')
    const { id: asked } = await post(clerk(), id)
    await allow(boss, chief)
    const [approval] = await desk.test.system.store.approvals.ofRecord(id)
    if (!approval) throw new Error('nothing was asked')
    const at = new Date(desk.test.clock.now()).toISOString()
    await desk.test.system.store.approvals.decide(approval, { state: 'approved', by: boss, reason: undefined, at })
    await allow(chief)
    await hear(commands, 'any')
    expect(said(asked)).toMatchObject({ status: 'Running' })
    expect(said(asked).message).toBe(`Waits for approval by ${chief} again: ${boss} may no longer.`)
    await decide(chief, 'Approve', id)
    expect(said(asked)).toMatchObject({ status: 'Done' })
    await allow(boss)
  })

  it('that was approved after days is tried again when Business Central fails then', async () => {
    const { id } = await draft('16')
    const asked = await post(clerk(), id)
    await desk.test.advance(3 * 86_400)
    await hear(commands, 'any')
    const { faults } = desk.test.sandboxes.businessCentral
    faults.arm({ kind: 'status', status: 503, match: 'POST .*NAV.post', times: 1 })
    const before = posts()
    await decide(boss, 'Approve', id)
    expect(said(asked.id)).toMatchObject({ status: 'Running' })
    await desk.test.advance(600)
    await hear(commands, 'any')
    expect(said(asked.id)).toMatchObject({ status: 'Done' })
    expect(posts()).toBe(before + 2)
  })
})

it('what was posted shows to the cent, in the currency of the document and in that of the company', async () => {
  await agree(desk.test, desk.offices)
})

it('is not posted when the rule cannot be applied', async () => {
  change(desk.test.sandboxes, 'BC_Flow__c', room.rule, { BC_Approval_Rule__c: 'number > 5' })
  await desk.test.system.catalogue.refresh()
  for (const { draft, seen } of places) {
    const { row, id } = await draft('1')
    const asked = await post(clerk(), id)
    expect(asked).toMatchObject({ status: 'Failed' })
    expect(asked.message).toContain('Correct the approval rule of the flow invoice-to-billing-invoice.')
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Draft' })
  }
})

it('refuses a rule about lines that names a field they do not have', async () => {
  change(desk.test.sandboxes, 'BC_Flow__c', room.rule, { BC_Approval_Rule__c: '$sum(salesInvoiceLines.amuont) > 1' })
  await desk.test.system.catalogue.refresh()
  const problem = String(org().get('BC_Flow__c', room.rule)?.BC_Problem__c)
  expect(problem).toContain('Approval Rule: The sales invoice line has no field amuont')
})
