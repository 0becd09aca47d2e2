import { afterEach, describe, expect, it, vi } from 'vitest'
import { salesCreditMemo, salesInvoice } from '../../bridge/src/connectors/business-central/entities.ts'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { change } from '../support/sell.ts'
import { approvers } from './approvers.ts'
import type { Office } from './histories/offices.ts'

/** A draft is posted as the person who confirmed it saw it, or as it was approved; not as somebody has changed it since. */
const room = approvers()
const { desk, boss, clerk, post, decide, posts } = room
const { ask, command, done, hear, issueOf, said, seen } = desk

type Kind = 'salesInvoices' | 'salesCreditMemos'
const entities = { salesInvoices: salesInvoice, salesCreditMemos: salesCreditMemo }
const lineSets = { salesInvoices: 'salesInvoiceLines', salesCreditMemos: 'salesCreditMemoLines' }

const hearDraft = (office: Office, kind: Kind, { id }: Pick<Row, 'id'>) =>
  hear(entities[kind], id, office.books.company.id)
/** A draft that Salesforce shows; a moment passes until somebody looks at it. */
async function draft(office: Office, kind: Kind = 'salesInvoices', quantity = '1', unitPrice = '1000') {
  const { number } = office === desk.usa ? office.local : office.foreign
  const made = office.books.draft(kind, number, [{ item: '1896-S', quantity, unitPrice }])
  await hearDraft(office, kind, made)
  await desk.test.advance(5)
  return made
}
const confirmed = (office: Office, row: Pick<Row, 'id'>) => ({
  BC_Invoice__c: seen(office, row).Id,
  BC_Confirmed__c: true,
})
/** Finance edits the first line of a draft, a moment later. */
async function edit(
  office: Office,
  row: Pick<Row, 'id'>,
  change: Record<string, unknown>,
  kind: Kind = 'salesInvoices',
) {
  await desk.test.advance(5)
  const [line] = office.books.linesOf(kind, row.id)
  office.books.edit(lineSets[kind], line?.id ?? '', change)
}
const inMoney = (value: unknown) =>
  Number(value).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
/** What the draft is worth now, as people write it. */
function worth(office: Office, row: Pick<Row, 'id'>, kind: Kind = 'salesInvoices') {
  const total = office.books.company.table(kind).get(row.id)?.totalAmountIncludingTax
  return `${inMoney(total)} ${String(seen(office, row).BC_Currency_Code__c)}`
}
const status = (office: Office, row: Pick<Row, 'id'>, kind: Kind = 'salesInvoices') =>
  office.books.company.table(kind).get(row.id)?.status

afterEach(() => {
  expect(desk.test.sandboxes.businessCentral.faults.list()).toEqual([])
})

describe('confirmed, and changed in Business Central before the bridge came to it', () => {
  const cases = [
    { office: 0, kind: 'salesInvoices' },
    { office: 1, kind: 'salesInvoices' },
    { office: 0, kind: 'salesCreditMemos' },
    { office: 1, kind: 'salesCreditMemos' },
  ] as const
  it.each(cases)('is not posted: both amounts are named, and it is when it is asked for anew', async (each) => {
    const office = desk.offices[each.office]
    const row = await draft(office, each.kind)
    const then = worth(office, row, each.kind)
    const asked = ask('Post Invoice', confirmed(office, row))
    await edit(office, row, { quantity: '2' }, each.kind)
    const now = worth(office, row, each.kind)
    const before = posts()
    // Salesforce shows the new amount by the time the bridge looks at the command.
    await hearDraft(office, each.kind, row)
    await hear(commands, asked)
    expect(said(asked).message).toBe(
      `The draft was changed after its posting was confirmed: ${then} then, ${now} now. Look at it and ask for it again.`,
    )
    expect(said(asked)).toMatchObject({ status: 'Failed' })
    expect([posts() - before, status(office, row, each.kind)]).toEqual([0, 'Draft'])
    await desk.test.advance(5)
    expect(await done('Post Invoice', confirmed(office, row))).toMatchObject({ status: 'Done' })
    expect(posts() - before).toBe(1)
  })

  it('is not posted when Salesforce did not show it yet, and shows it then', async () => {
    const row = await draft(desk.usa)
    const then = worth(desk.usa, row)
    await edit(desk.usa, row, { unitPrice: '1350' })
    const { status: first, message } = await done('Post Invoice', confirmed(desk.usa, row))
    expect(first).toBe('Failed')
    expect(message).toContain(`${then} then, ${worth(desk.usa, row)} now`)
    expect(worth(desk.usa, row)).toBe(`${inMoney(seen(desk.usa, row).BC_Total__c)} USD`)
    await desk.test.advance(5)
    expect(await done('Post Invoice', confirmed(desk.usa, row))).toMatchObject({ status: 'Done' })
  })

  it('is not posted for another customer, on another day or with other goods at the same amount', async () => {
    const { books, foreign } = desk.usa
    const other = books.draft('salesInvoices', foreign.number, [{ item: '1896-S', quantity: '1' }])
    const changes: Readonly<Record<string, (row: Row) => void>> = {
      customer: ({ id }) => {
        books.change('salesInvoices', id, { customerId: other.customerId })
      },
      'posting date': ({ id }) => {
        books.edit('salesInvoices', id, { postingDate: '2026-12-31' })
      },
      lines: ({ id }) => {
        const [line] = books.linesOf('salesInvoices', id)
        books.edit('salesInvoiceLines', line?.id ?? '', { quantity: '2', unitPrice: '500' })
      },
    }
    for (const [what, change] of Object.entries(changes)) {
      const row = await draft(desk.usa)
      change(row)
      const before = posts()
      const { status: how, message } = await done('Post Invoice', confirmed(desk.usa, row))
      expect({ what, how, posts: posts() - before }).toEqual({ what, how: 'Failed', posts: 0 })
      expect(message).toMatch(new RegExp(`^The draft was changed after its posting was confirmed: .*\\b${what}\\b`))
      expect(message).toContain('at the same amount of')
    }
  })

  it('is posted when it was put back, or touched only', async () => {
    const row = await draft(desk.usa)
    const asked = ask('Post Invoice', confirmed(desk.usa, row))
    await edit(desk.usa, row, { quantity: '3' })
    await hearDraft(desk.usa, 'salesInvoices', row)
    await edit(desk.usa, row, { quantity: '1' })
    await hear(commands, asked)
    expect(said(asked)).toMatchObject({ status: 'Done' })
  })

  it('is posted below whichever account a merge has put it: the customer who is billed is the same', async () => {
    for (const office of desk.offices) {
      const row = await draft(office)
      const { Id, BC_Account__c: account } = seen(office, row)
      const winner = desk
        .org()
        .all('Account')
        .find((each) => each.Id !== account)
      change(desk.test.sandboxes, 'BC_Invoice__c', Id, { BC_Account__c: winner?.Id })
      await desk.test.advance(5)
      expect(await done('Post Invoice', confirmed(office, row))).toMatchObject({ status: 'Done' })
    }
  })

  it('is not posted when it was changed while Business Central did not answer', async () => {
    const { faults } = desk.test.sandboxes.businessCentral
    const row = await draft(desk.usa)
    faults.arm({ kind: 'status', status: 503, match: 'POST .*NAV.post' })
    const { id, status: first } = await done('Post Invoice', confirmed(desk.usa, row))
    expect(first).toBe('Running')
    await edit(desk.usa, row, { quantity: '2' })
    await hearDraft(desk.usa, 'salesInvoices', row)
    const before = posts()
    await desk.test.advance(600)
    await desk.test.system.worker.drain()
    expect(said(id)).toMatchObject({ status: 'Failed' })
    expect(said(id).message).toContain('was changed after its posting was confirmed')
    expect(posts() - before).toBe(0)
  })
})

describe('changed between the last look and the call', () => {
  const actions = () => {
    const found = desk.test.system.connectors.find((each) => each.actions)?.actions
    if (!found) throw new Error('nobody posts')
    return found
  }
  it('is not posted: the call says which state it means', async () => {
    const row = await draft(desk.usa)
    const call = actions().post.bind(actions())
    const spy = vi.spyOn(actions(), 'post').mockImplementationOnce(async (...args) => {
      await edit(desk.usa, row, { quantity: '2' })
      return call(...args)
    })
    const { id, status: first } = await done('Post Invoice', confirmed(desk.usa, row))
    expect([first, status(desk.usa, row)]).toEqual(['Running', 'Draft'])
    await desk.test.advance(600)
    await desk.test.system.worker.drain()
    expect([said(id).status, status(desk.usa, row)]).toEqual(['Failed', 'Draft'])
    expect(said(id).message).toContain('was changed after its posting was confirmed')
    spy.mockRestore()
  })

  it('is posted when Business Central takes no such condition although nothing was changed', async () => {
    const row = await draft(desk.usa)
    const before = posts()
    desk.test.sandboxes.businessCentral.faults.arm({ kind: 'stale-etag', match: 'POST .*NAV.post' })
    expect(await done('Post Invoice', confirmed(desk.usa, row))).toMatchObject({ status: 'Done' })
    expect(posts() - before).toBe(2)
  })
})

describe('approved by another person', () => {
  const large = () => draft(desk.usa, 'salesInvoices', '7')
  it('is asked about with its amount, and with both amounts when it was changed after that', async () => {
    const row = await large()
    const { id } = await post(clerk(), seen(desk.usa, row).Id)
    const then = worth(desk.usa, row)
    const issue = () => String(issueOf(seen(desk.usa, row).Id)?.BC_Message__c)
    expect(issue()).toContain(` over ${then}, which ${clerk()} asks for: Waits for approval by ${boss}`)
    await edit(desk.usa, row, { quantity: '8' })
    const now = worth(desk.usa, row)
    const before = posts()
    await decide(boss, 'Approve', seen(desk.usa, row).Id)
    expect(said(id)).toMatchObject({ status: 'Running' })
    const again = `again, since it was changed. It was ${then} then and is ${now} now.`
    expect(said(id).message).toContain(again)
    expect(issue()).toContain(` over ${now}, which`)
    expect(issue()).toContain(again)
    expect(posts() - before).toBe(0)
    await decide(boss, 'Approve', seen(desk.usa, row).Id)
    expect(said(id)).toMatchObject({ status: 'Done' })
    expect(posts() - before).toBe(1)
  })

  it('is not asked about again when it says what was approved', async () => {
    const row = await large()
    const { id } = await post(clerk(), seen(desk.usa, row).Id)
    await edit(desk.usa, row, { quantity: '9' })
    await hearDraft(desk.usa, 'salesInvoices', row)
    await edit(desk.usa, row, { quantity: '7' })
    await decide(boss, 'Approve', seen(desk.usa, row).Id)
    expect(said(id)).toMatchObject({ status: 'Done' })
  })

  it('and then made so small that nobody has to approve it, is confirmed again by who asked', async () => {
    const row = await large()
    const { id } = await post(clerk(), seen(desk.usa, row).Id)
    const then = worth(desk.usa, row)
    await edit(desk.usa, row, { quantity: '1' })
    await decide(boss, 'Approve', seen(desk.usa, row).Id)
    expect(command(id)).toMatchObject({ BC_Status__c: 'Failed' })
    expect(said(id).message).toContain(`${then} then, ${worth(desk.usa, row)} now`)
    expect(status(desk.usa, row)).toBe('Draft')
  })
})
