import { beforeAll, describe, expect, it } from 'vitest'
import { salesInvoice } from '../../bridge/src/connectors/business-central/entities.ts'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import { journals } from '../support/journals.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { change } from '../support/sell.ts'
import { approvers } from './approvers.ts'
import { agree, money } from './shown-money.ts'

/**
 * Drafts that wait until somebody approves of their posting: where it shows, and what ends it; in two companies and currencies.
 */
const room = approvers()
const { desk, boss, clerk, places, post, decide, posts, allow } = room
const { org, hear, said, issueOf } = desk

describe.each(places)('a draft that the rule is true for, $where,', ({ office, currency, seen, draft }) => {
  beforeAll(() => allow(boss, clerk()))

  it('is shown as ever, waits when somebody asks to post it, and is posted once it is approved', async () => {
    const small = await draft('5')
    expect(await post(clerk(), small.id)).toMatchObject({ status: 'Done' })

    const { row, id } = await draft('6')
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Draft' })
    const before = posts()
    const asked = await post(clerk(), id)
    expect(asked).toMatchObject({ status: 'Running', message: `Waits for approval by ${boss} or ${clerk()}.` })
    expect(issueOf(id)).toMatchObject({ BC_Flow__c: room.rule, BC_Company__c: office.name, BC_Status__c: 'Open' })
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
    expect(seen(row)).toMatchObject({ BC_Status__c: 'Open', BC_Currency_Code__c: currency })
    expect(money(seen(row).BC_Total_Excluding_Tax__c)).toBe('6000.00')
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
    await hear(salesInvoice, row.id, office.books.company.id)
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
    change(desk.test.sandboxes, 'BC_Flow__c', room.rule, { BC_Approval_Rule__c: null })
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
    office.books.remove('salesInvoices', row.id)
    await desk.test.advance(3_700)
    await desk.test.system.worker.drain()
    expect(said(lost.id)).toMatchObject({ status: 'Failed' })
    expect(said(lost.id).message).toContain('not there any more')
    expect(issueOf(other)).toBeUndefined()
  })
})

it('what was posted shows to the cent, in the currency of the document and in that of the company', async () => {
  await agree(desk.test, desk.offices)
})
