import { beforeAll, describe, expect, it } from 'vitest'
import { salesInvoice } from '../../bridge/src/connectors/business-central/entities.ts'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { journals } from '../support/journals.ts'
import { change } from '../support/sell.ts'
import { aDesk } from './desk.ts'

/** Drafts that Post Invoice posts only as a named person has approved them. */
const desk = aDesk()
const { org, hear, said, issueOf } = desk
let rule: string

const boss = 'rep@sandbox.example'
const chief = 'integration@sandbox.example'
const clerk = () => desk.test.sandboxes.salesforce.username

/** Somebody makes a command; the bridge hears of it and works. */
async function ask(by: string, action: string, fields: Record<string, unknown>) {
  const user = org()
    .all('User')
    .find(({ Username }) => Username === by)
  const made = desk.test.sandboxes.salesforce.dml.insert({ userId: user?.Id ?? '', api: 'rest' }, 'BC_Command__c', {
    BC_Action__c: action,
    ...fields,
  })
  if (!made.success) throw new Error(JSON.stringify(made.errors))
  await hear(commands, made.id)
  return said(made.id)
}
const seen = (row: Pick<Row, 'id'>) => desk.seen(desk.usa, row)
/** A draft of so many pieces at 1000. */
async function draft(quantity: string) {
  const made = desk.usa.books.draft('salesInvoices', desk.usa.local.number, [
    { item: '1896-S', quantity, unitPrice: '1000' },
  ])
  await hear(salesInvoice, made.id, desk.usa.books.company.id)
  return { row: made, id: seen(made).Id }
}
const post = (by: string, invoice: string) => ask(by, 'Post Invoice', { BC_Invoice__c: invoice, BC_Confirmed__c: true })
const decide = (by: string, action: 'Approve' | 'Reject', record: string, reason?: string) =>
  ask(by, action, { BC_Record_Id__c: record, ...(reason === undefined ? {} : { BC_Parameters__c: reason }) })
const posts = () => desk.posts().length
async function allow(...approvers: string[]) {
  change(desk.test.sandboxes, 'BC_Flow__c', rule, {
    BC_Approval_Rule__c: '$sum(salesInvoiceLines.(quantity * unitPrice)) > 5000',
    BC_Approvers__c: approvers.join(', '),
  })
  await desk.test.system.catalogue.refresh()
}

beforeAll(async () => {
  rule = String(
    org()
      .all('BC_Flow__c')
      .find((row) => row.BC_Key__c === 'invoice-to-billing-invoice')?.Id,
  )
  for (const name of [boss, chief]) desk.test.sandboxes.salesforce.assign(name, 'BC_Sync_Admin')
  await allow(boss, clerk())
})

describe('a draft that the rule is true for', () => {
  it('is shown as ever, waits when somebody asks to post it, and is posted once it is approved', async () => {
    const small = await draft('5')
    expect(await post(clerk(), small.id)).toMatchObject({ status: 'Done' })

    const { row, id } = await draft('6')
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Draft' })
    const before = posts()
    const asked = await post(clerk(), id)
    expect(asked).toMatchObject({ status: 'Running', message: `Waits for approval by ${boss} or ${clerk()}.` })
    expect(issueOf(id)).toMatchObject({ BC_Flow__c: rule, BC_Company__c: desk.usa.name, BC_Status__c: 'Open' })
    expect(String(issueOf(id)?.BC_Message__c)).toContain(`which ${clerk()} asks for: Waits for approval by ${boss}`)

    // Nothing is said twice, and other commands are not held up.
    const since = journals(desk.test)
    await hear(commands, 'any')
    expect(since.writes('salesforce')).toEqual([])
    expect(since.calls('businessCentral')).toEqual([])
    expect(posts()).toBe(before)

    expect(await decide(boss, 'Approve', id)).toMatchObject({ status: 'Done', message: 'Approved: it goes on now.' })
    expect(said(asked.id)).toMatchObject({ status: 'Done' })
    expect(posts()).toBe(before + 1)
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Open' })
    expect(issueOf(id)).toBeUndefined()
    const trail = (await desk.test.system.store.audit.of('salesforce', id, 20)).map(({ message }) => message)
    expect(trail).toContain(`Approved by ${boss}.`)
    expect(trail).toContainEqual(expect.stringMatching(`asked for by ${clerk()}, approved by ${boss}\\.$`))
  })

  it('shows on the invoice for whom it waits, until that is decided', async () => {
    const shown = (row: Pick<Row, 'id'>) => {
      const { BC_Sync_Status__c: status, BC_Sync_Message__c: message } = seen(row)
      return { status: status ?? null, message: message ?? null }
    }
    const nothing = { status: null, message: null }
    const { row, id } = await draft('17')
    expect(shown(row)).toEqual(nothing)
    await post(clerk(), id)
    expect(shown(row)).toEqual({ status: 'Waiting', message: `Waits for approval by ${boss} or ${clerk()}.` })
    const since = journals(desk.test)
    await desk.test.advance(3_700)
    await hear(commands, 'any')
    await hear(salesInvoice, row.id, desk.usa.books.company.id)
    expect(since.writes('salesforce')).toEqual([])
    await allow(boss)
    await hear(commands, 'any')
    expect(shown(row)).toEqual({ status: 'Waiting', message: `Waits for approval by ${boss}.` })
    await decide(boss, 'Reject', id, 'Not yet')
    expect(shown(row)).toEqual(nothing)
    await decide(boss, 'Approve', id)
    expect(await post(clerk(), id)).toMatchObject({ status: 'Done' })
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Open' })
    expect(shown(row)).toEqual(nothing)
    await allow(boss, clerk())
  })

  it('is not shown as waiting any longer because another command is in trouble', async () => {
    const [one, other] = [await draft('18'), await draft('19')]
    await post(clerk(), one.id)
    const troubled = await post(clerk(), other.id)
    const { faults } = desk.test.sandboxes.businessCentral
    faults.arm({ kind: 'status', status: 503, match: `GET .*/salesInvoices.*${other.row.id}`, times: 0 })
    await desk.test.advance(3_700)
    await decide(boss, 'Reject', one.id, 'No')
    await desk.test.advance(600)
    await desk.test.system.worker.drain()
    expect(said(troubled.id).message).toContain('Is tried again')
    expect([issueOf(one.id), issueOf(other.id)?.BC_Status__c]).toEqual([undefined, 'Open'])
    expect([seen(one.row), seen(other.row)].map((row) => row.BC_Sync_Status__c ?? null)).toEqual([null, 'Waiting'])
    faults.clear()
    await desk.test.advance(3_700)
    await decide(boss, 'Reject', other.id, 'No')
    expect(said(troubled.id)).toMatchObject({ status: 'Failed' })
    expect(issueOf(other.id)).toBeUndefined()
  })

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
  })

  it('has to be approved anew when it was changed after the approval', async () => {
    const { row, id } = await draft('9')
    const { id: asked } = await post(clerk(), id)
    const before = posts()
    // Between the approval and the bridge's next look somebody in finance changes the amount.
    const [line] = desk.usa.books.linesOf('salesInvoices', row.id)
    const [approval] = await desk.test.system.store.approvals.ofRecord(id)
    if (!approval) throw new Error('nothing was asked')
    const at = new Date(desk.test.clock.now()).toISOString()
    await desk.test.system.store.approvals.decide(approval, { state: 'approved', by: boss, reason: undefined, at })
    desk.usa.books.edit('salesInvoiceLines', line?.id ?? '', { quantity: '90' })
    await hear(commands, 'any')
    expect(said(asked)).toMatchObject({ status: 'Running' })
    expect(said(asked).message).toContain('again, since it was changed.')
    expect(posts()).toBe(before)
    await decide(boss, 'Approve', id)
    expect(said(asked)).toMatchObject({ status: 'Done' })
    expect(posts()).toBe(before + 1)
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

  it('is posted by the bridge that comes after the one that was asked', async () => {
    const { id } = await draft('14')
    const asked = await post(clerk(), id)
    const other = await desk.test.another()
    try {
      await other.catalogue.refresh()
      const user = org()
        .all('User')
        .find(({ Username }) => Username === boss)
      const fields = { BC_Action__c: 'Approve', BC_Record_Id__c: id }
      desk.test.sandboxes.salesforce.dml.insert({ userId: user?.Id ?? '', api: 'rest' }, 'BC_Command__c', fields)
      await other.worker.drain()
      expect(said(asked.id)).toMatchObject({ status: 'Done' })
    } finally {
      await other.close()
    }
  })

  it('waits when nobody is named, for days, and goes on by itself when the rule is gone', async () => {
    await allow()
    const { row, id } = await draft('11')
    const asked = await post(clerk(), id)
    expect(asked.message).toContain('names no approver yet')
    expect((await decide(boss, 'Approve', id)).message).toContain('names no approver: an admin has to.')
    await desk.test.advance(3 * 86_400)
    await hear(commands, 'any')
    expect(said(asked.id)).toMatchObject({ status: 'Running' })
    change(desk.test.sandboxes, 'BC_Flow__c', rule, { BC_Approval_Rule__c: null })
    await desk.test.system.catalogue.refresh()
    // Nobody tells: the desk looks again every hour.
    await desk.test.advance(3_700)
    await desk.test.system.worker.drain()
    expect(said(asked.id)).toMatchObject({ status: 'Done' })
    expect(seen(row).BC_Status__c).not.toBe('Draft')
    expect(issueOf(id)).toBeUndefined()
    await allow(boss)
  })

  it('keeps its issue while Business Central does not answer, and gets it again when it was lost', async () => {
    const { row, id } = await draft('15')
    const asked = await post(clerk(), id)
    const { faults } = desk.test.sandboxes.businessCentral
    faults.arm({ kind: 'status', status: 503, match: `GET .*/salesInvoices.*${row.id}`, times: 0 })
    await desk.test.advance(3_700)
    await desk.test.system.worker.drain()
    expect(said(asked.id)).toMatchObject({ status: 'Running' })
    expect(said(asked.id).message).toContain('Is tried again')
    expect(issueOf(id)).toBeDefined()
    faults.clear()

    const [issue, ...others] = (await desk.test.system.store.issues.list(50)).filter(({ record }) => record === id)
    expect(others).toEqual([])
    await desk.test.system.store.issues.close(issue ? [issue] : [])
    await desk.test.advance(3_700)
    await desk.test.system.worker.drain()
    expect(said(asked.id).message).toBe(`Waits for approval by ${boss}.`)
    expect(issueOf(id)).toBeDefined()
    await decide(boss, 'Approve', id)
    expect(said(asked.id)).toMatchObject({ status: 'Done' })
    expect(issueOf(id)).toBeUndefined()
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

  it('is not waited for any more when the command or the draft is gone', async () => {
    const { id } = await draft('12')
    const asked = await post(clerk(), id)
    expect(issueOf(id)).toBeDefined()
    desk.test.sandboxes.salesforce.dml.delete(
      { userId: org().all('User')[0]?.Id ?? '', api: 'rest' },
      'BC_Command__c',
      asked.id,
    )
    await hear(commands, 'any')
    expect(issueOf(id)).toBeUndefined()

    const { row, id: other } = await draft('13')
    const lost = await post(clerk(), other)
    desk.usa.books.remove('salesInvoices', row.id)
    await desk.test.advance(3_700)
    await desk.test.system.worker.drain()
    expect(said(lost.id)).toMatchObject({ status: 'Failed' })
    expect(said(lost.id).message).toContain('not there any more')
    expect(issueOf(other)).toBeUndefined()
  })
})

it('is not posted when the rule cannot be applied', async () => {
  change(desk.test.sandboxes, 'BC_Flow__c', rule, { BC_Approval_Rule__c: 'number > 5' })
  await desk.test.system.catalogue.refresh()
  const { row, id } = await draft('1')
  const asked = await post(clerk(), id)
  expect(asked).toMatchObject({ status: 'Failed' })
  expect(asked.message).toContain('Correct the approval rule of the flow invoice-to-billing-invoice.')
  expect(seen(row)).toMatchObject({ BC_Status__c: 'Draft' })
})

it('refuses a rule about lines that names a field they do not have', async () => {
  change(desk.test.sandboxes, 'BC_Flow__c', rule, { BC_Approval_Rule__c: '$sum(salesInvoiceLines.amuont) > 1' })
  await desk.test.system.catalogue.refresh()
  const problem = String(org().get('BC_Flow__c', rule)?.BC_Problem__c)
  expect(problem).toContain('approval.salesInvoiceLines.amuont')
})
