import { describe, expect, it } from 'vitest'
import { account as accounts } from '../../bridge/src/connectors/salesforce/entities.ts'
import { journals } from '../support/journals.ts'
import { change, createAccount, createRecord } from '../support/sell.ts'
import { aDesk } from './desk.ts'

/** The parked records that people see as BC_Issue__c, and what they ask of the bridge by BC_Command__c. */
const desk = aDesk()
const { org, hear, done, issueOf, seen } = desk

describe('a parked record', () => {
  it('is an issue in Salesforce until it goes through, and costs no write while nothing changes', async () => {
    const long = await createAccount(desk.test.sandboxes, 'L'.repeat(120))
    await hear(accounts, long)
    const issue = issueOf(long)
    expect(issue).toMatchObject({
      BC_Status__c: 'Open',
      BC_Company__c: desk.usa.name,
      BC_Record_Title__c: 'L'.repeat(120),
      BC_Flow__c: org()
        .all('BC_Flow__c')
        .find((row) => row.BC_Key__c === 'account-to-customer')?.Id,
    })
    expect(String(issue?.BC_Message__c)).toContain('120 characters')
    expect(String(issue?.BC_Advice__c)).not.toBe('')

    const since = journals(desk.test)
    await desk.test.system.store.jobs.put(await desk.test.system.store.issues.parked())
    await desk.test.system.worker.drain()
    expect(since.writes('salesforce')).toEqual([])
    expect(issue).toMatchObject({ BC_Attempts__c: '1', BC_Last_Synced__c: issue?.BC_Opened__c })

    // A change of the record gives it a new chance.
    change(desk.test.sandboxes, 'Account', long, { Name: 'Short Ltd.' })
    await desk.test.settle()
    expect(org().get('BC_Issue__c', String(issue?.Id))).toMatchObject({ BC_Status__c: 'Resolved' })
    expect(org().get('BC_Issue__c', String(issue?.Id))?.BC_Resolved__c).toBeTruthy()
  })

  it('is tried again when somebody asks, alone or with all of its flow', async () => {
    const long = await createAccount(desk.test.sandboxes, 'M'.repeat(120))
    await hear(accounts, long)
    const issue = issueOf(long)
    await desk.test.advance(60)
    expect(await done('Retry', { BC_Issue__c: issue?.Id })).toMatchObject({ status: 'Done' })
    // It failed as before, and the person who asked sees that it was tried.
    const again = org().get('BC_Issue__c', String(issue?.Id))
    expect(again).toMatchObject({ BC_Attempts__c: '2', BC_Status__c: 'Open', BC_Opened__c: issue?.BC_Opened__c })
    expect(String(again?.BC_Last_Synced__c) > String(issue?.BC_Last_Synced__c)).toBe(true)
    const flow = org()
      .all('BC_Flow__c')
      .find((row) => row.BC_Key__c === 'account-to-customer')
    const all = await done('Retry All', { BC_Flow__c: flow?.Id })
    expect(all).toMatchObject({ status: 'Done', message: '1 record of account-to-customer is tried again.' })
    change(desk.test.sandboxes, 'Account', long, { Name: 'Mended Ltd.' })
    await hear(accounts, long)
    expect(await done('Retry', { BC_Issue__c: issue?.Id })).toMatchObject({ message: 'It is not parked any more.' })
  })

  it('of another database is left alone, and not taken for one of this', async () => {
    const long = await createAccount(desk.test.sandboxes, 'N'.repeat(120))
    await hear(accounts, long)
    const issue = issueOf(long)
    const [installation, number] = String(issue?.BC_Key__c).split(':')
    expect(installation).toMatch(/^[0-9a-f-]{36}$/)
    const stranger = createRecord(desk.test.sandboxes, 'BC_Issue__c', {
      BC_Key__c: `${crypto.randomUUID()}:${String(number)}`,
      BC_Status__c: 'Open',
      BC_Record_Id__c: 'another',
    })
    expect(await done('Retry', { BC_Issue__c: stranger })).toMatchObject({ message: 'It is not parked any more.' })
    change(desk.test.sandboxes, 'Account', long, { Name: 'Mended too Ltd.' })
    await hear(accounts, long)
    expect(org().get('BC_Issue__c', String(issue?.Id))).toMatchObject({ BC_Status__c: 'Resolved' })
    expect(org().get('BC_Issue__c', stranger)).toMatchObject({ BC_Status__c: 'Open' })
  })

  it('with several candidates is linked to the one that somebody chooses', async () => {
    const { books } = desk.usa
    const customers = books.company.table('customers')
    const twins = ['TWIN-1', 'TWIN-2'].map((number) =>
      customers.insert({ number, displayName: 'Twin Ltd.', postalCode: '31772', country: 'US', type: 'Company' }),
    )
    const account = await createAccount(desk.test.sandboxes, 'Twin Ltd.')
    await hear(accounts, account)
    const issue = issueOf(account)
    for (const twin of twins) expect(String(issue?.BC_Candidates__c)).toContain(twin.id)

    const wrong = await done('Choose', { BC_Issue__c: issue?.Id, BC_Choice__c: 'nobody' })
    expect(wrong).toMatchObject({ status: 'Failed' })
    expect(wrong.message).toContain('does not offer nobody')
    const right = await done('Choose', { BC_Issue__c: issue?.Id, BC_Choice__c: twins[1]?.id })
    expect(right).toMatchObject({ status: 'Done' })
    expect(org().get('Account', account)).toMatchObject({ BC_Number__c: 'TWIN-2', BC_Sync_Status__c: 'Synced' })
    expect(issueOf(account)).toBeUndefined()
  })
})

describe('other commands', () => {
  it('Refresh Account reads the customer, its documents and payments again', async () => {
    const account = desk.usa.local.accountId
    const missed = desk.usa.books.draft('salesInvoices', desk.usa.local.number, [{ item: '1896-S', quantity: '1' }])
    await desk.test.advance(600)
    const { status, message } = await done('Refresh Account', { BC_Record_Id__c: account })
    expect(status).toBe('Done')
    expect(message).toMatch(/The customer and \d+ documents and payments are read again now\./)
    expect(seen(desk.usa, missed).BC_Status__c).toBe('Draft')
    expect(await done('Refresh Account', { BC_Record_Id__c: 'nobody' })).toMatchObject({ status: 'Failed' })
  })

  it('Replay runs a record, or what a flow did in a time, once more', async () => {
    const flow = org()
      .all('BC_Flow__c')
      .find((row) => row.BC_Key__c === 'account-to-customer')
    const replayed = await done('Replay', { BC_Flow__c: flow?.Id, BC_Parameters__c: 'from: 2026-11-20' })
    expect(replayed.message).toMatch(/records run again\.$/)
    expect(await done('Replay', { BC_Record_Id__c: desk.usa.local.accountId })).toMatchObject({ status: 'Done' })
    expect((await done('Replay', { BC_Flow__c: flow?.Id, BC_Parameters__c: 'from: soon' })).message).toContain('from')
    expect((await done('Replay')).message).toContain('does not say what to run again')
  })

  it('Apply Settings takes over what an admin has set, or says what is wrong', async () => {
    const flow = org()
      .all('BC_Flow__c')
      .find((row) => row.BC_Key__c === 'item-to-product')
    change(desk.test.sandboxes, 'BC_Flow__c', String(flow?.Id), { BC_Filter__c: 'numbr = "1"' })
    const wrong = await done('Apply Settings')
    expect(wrong).toMatchObject({ status: 'Failed' })
    expect(wrong.message).toContain('Did you mean number?')
    change(desk.test.sandboxes, 'BC_Flow__c', String(flow?.Id), { BC_Filter__c: null })
    expect(await done('Apply Settings')).toMatchObject({ status: 'Done', message: 'The settings are in force.' })
  })

  it.each([
    ['Retry', {}, 'names no issue'],
    ['Fetch PDF', {}, 'names no document'],
    ['Load', {}, 'not available yet'],
    ['Reconcile', {}, 'not available yet'],
    ['Approve', { BC_Record_Id__c: '001000000000001' }, 'Nothing of this record waits for approval'],
  ])('%s with %j fails with a clear message', async (action, fields, text) => {
    const { status, message } = await done(action, fields)
    expect(status).toBe('Failed')
    expect(message).toContain(text)
  })
})
