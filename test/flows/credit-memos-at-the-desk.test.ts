import { expect, it } from 'vitest'
import { salesCreditMemo, salesInvoice } from '../../bridge/src/connectors/business-central/entities.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { change } from '../support/sell.ts'
import { aDesk } from './desk.ts'
import type { Office, Partner } from './histories/offices.ts'
import { money } from './shown-money.ts'

/** Posting a draft credit memo, and having one as a file, in both companies, for customers in their own currency and in euro. */
const desk = aDesk()
const { org, command, hear, done, seen, posts } = desk
const faults = () => desk.test.sandboxes.businessCentral.faults
const everyone = () =>
  desk.offices.flatMap((office) => [
    { office, partner: office.local },
    { office, partner: office.foreign },
  ])
const lines = [{ item: '1896-S', quantity: '1', unitPrice: '80.05' }]
async function draft(office: Office, { number }: Partner) {
  const made = office.books.draft('salesCreditMemos', number, lines)
  await hear(salesCreditMemo, made.id, office.books.company.id)
  return made
}
const request = (office: Office, memo: Pick<Row, 'id'>) => ({
  BC_Invoice__c: seen(office, memo).Id,
  BC_Confirmed__c: true,
})
const ownCurrency = ({ books }: Office) => (books === desk.usa.books ? 'USD' : 'GBP')
const postsOf = (set: string) => posts().filter(({ url }) => url.includes(set)).length
const files = (id: string) =>
  org()
    .all('ContentDocumentLink')
    .filter((row) => row.LinkedEntityId === id)
    .map(({ ContentDocumentId }) => {
      const version = org()
        .all('ContentVersion')
        .find((row) => row.ContentDocumentId === ContentDocumentId)
      return `${String(version?.Title)}.${String(version?.FileExtension)}`
    })

it('posts it once, says under which number, and shows what it is worth in the customer’s currency', async () => {
  for (const { office, partner } of everyone()) {
    const memo = await draft(office, partner)
    expect(seen(office, memo)).toMatchObject({ BC_Type__c: 'Credit Memo', BC_Status__c: 'Draft' })
    const unconfirmed = await done('Post Invoice', { BC_Invoice__c: seen(office, memo).Id })
    expect(unconfirmed).toMatchObject({ status: 'Failed' })
    expect(unconfirmed.message).toContain('not confirmed')

    const before = postsOf('salesCreditMemos')
    const { status, message } = await done('Post Invoice', request(office, memo))
    const posted = office.books.company.table('salesCreditMemos').get(memo.id)
    expect({ status, message }).toEqual({ status: 'Done', message: `It was posted as ${String(posted?.number)}.` })
    expect((await done('Post Invoice', request(office, memo))).message).toContain('posted already')
    expect(postsOf('salesCreditMemos') - before).toBe(1)
    expect(seen(office, memo)).toMatchObject({
      BC_Number__c: posted?.number,
      BC_Status__c: 'Open',
      BC_Account__c: partner.accountId,
      BC_Currency_Code__c: partner.currencyCode === '' ? ownCurrency(office) : 'EUR',
    })
    expect(money(seen(office, memo).BC_Total_Excluding_Tax__c)).toBe('80.05')
    expect(money(seen(office, memo).BC_Total__c)).toBe(money(posted?.totalAmountIncludingTax))
  }
})

it('whose answer is lost is looked up, not repeated', async () => {
  for (const office of desk.offices) {
    const memo = await draft(office, office.foreign)
    const before = postsOf('salesCreditMemos')
    faults().arm({ kind: 'write-done-but-504', match: 'NAV.post' })
    const { id } = await done('Post Invoice', request(office, memo))
    await desk.test.advance(60)
    await desk.test.system.worker.drain()
    expect(command(id)).toMatchObject({ BC_Status__c: 'Done' })
    expect(postsOf('salesCreditMemos') - before).toBe(1)
    expect(seen(office, memo).BC_Status__c).toBe('Open')
    const trail = await desk.test.system.store.audit.of('business-central', memo.id, 20)
    const posted = trail.filter(({ flow }) => flow === 'post-invoice').map(({ message }) => String(message))
    expect(posted).toEqual([expect.stringMatching(/^Posted as .*, asked for by .*; the answer was lost\.$/)])
  }
})

it('that Business Central refuses stays a draft, says so in its words, and may be asked for again', async () => {
  const [, office] = desk.offices
  const memo = await draft(office, office.foreign)
  office.books.edit('customers', office.foreign.id, { blocked: 'All' })
  const refused = await done('Post Invoice', request(office, memo))
  expect(refused).toMatchObject({ status: 'Failed' })
  expect(refused.message).toMatch(/block/i)
  expect(seen(office, memo).BC_Status__c).toBe('Draft')
  office.books.edit('customers', office.foreign.id, { blocked: '_x0020_' })
  expect(await done('Post Invoice', request(office, memo))).toMatchObject({ status: 'Done' })
})

it('that corrects an invoice closes it once it is posted', async () => {
  const pairs: { readonly office: Office; readonly invoice: Row; readonly memo: Row }[] = []
  for (const { office, partner } of everyone()) {
    const { id } = office.books.draft('salesInvoices', partner.number, lines)
    const invoice = office.books.post('salesInvoices', id)
    await hear(salesInvoice, invoice.id, office.books.company.id)
    const memo = office.books.correct(invoice.id)
    await hear(salesCreditMemo, memo.id, office.books.company.id)
    expect(await done('Post Invoice', request(office, memo))).toMatchObject({ status: 'Done' })
    pairs.push({ office, invoice, memo })
  }
  await desk.test.settle()
  for (const { office, invoice, memo } of pairs) {
    expect(seen(office, memo)).toMatchObject({ BC_Corrects__c: seen(office, invoice).Id })
    expect(money(seen(office, invoice).BC_Remaining__c)).toBe('0.00')
    expect(money(seen(office, memo).BC_Remaining__c)).toBe('0.00')
  }
})

it('is put on its record as a file once, when it is posted', async () => {
  for (const { office, partner } of everyone()) {
    const memo = await draft(office, partner)
    const { Id } = seen(office, memo)
    const early = await done('Fetch PDF', { BC_Invoice__c: Id })
    expect(early).toMatchObject({ status: 'Failed' })
    expect(early.message).toContain('The sales credit memo is a draft.')
    await done('Post Invoice', request(office, memo))
    const number = String(seen(office, memo).BC_Number__c)
    const first = await done('Fetch PDF', { BC_Invoice__c: Id })
    expect(first).toMatchObject({ status: 'Done' })
    expect(first.message).toContain(`${number}.pdf`)
    expect((await done('Fetch PDF', { BC_Invoice__c: Id })).message).toContain('there already')
    expect(files(Id)).toEqual([`${number}.pdf`])
  }
})

it('is held for approval by the rule of its own flow', async () => {
  const [, office] = desk.offices
  const flow = org()
    .all('BC_Flow__c')
    .find((row) => row.BC_Key__c === 'credit-memo-to-billing-invoice')
  const { salesforce } = desk.test.sandboxes
  const approver = 'rep@sandbox.example'
  salesforce.assign(approver, 'BC_Sync_Admin')
  change(desk.test.sandboxes, 'BC_Flow__c', String(flow?.Id), {
    BC_Approval_Rule__c: '$sum(salesCreditMemoLines.(quantity * unitPrice)) > 80',
    BC_Approvers__c: approver,
  })
  await desk.test.system.catalogue.refresh()
  const memo = await draft(office, office.foreign)
  const before = postsOf('salesCreditMemos')
  const asked = await done('Post Invoice', request(office, memo))
  expect(asked).toMatchObject({ status: 'Running', message: `Waits for approval by ${approver}.` })
  expect(postsOf('salesCreditMemos')).toBe(before)
  const userId =
    org()
      .all('User')
      .find(({ Username }) => Username === approver)?.Id ?? ''
  const decision = { BC_Action__c: 'Approve', BC_Record_Id__c: seen(office, memo).Id }
  expect(salesforce.dml.insert({ userId, api: 'rest' }, 'BC_Command__c', decision).success).toBe(true)
  await desk.test.settle()
  expect(command(asked.id)).toMatchObject({ BC_Status__c: 'Done' })
  expect(postsOf('salesCreditMemos')).toBe(before + 1)
  expect(seen(office, memo).BC_Status__c).toBe('Open')
})
