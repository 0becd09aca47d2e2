import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { salesInvoice } from '../../bridge/src/connectors/business-central/entities.ts'
import { command as commands } from '../../bridge/src/connectors/salesforce/commands.ts'
import { account as accounts } from '../../bridge/src/connectors/salesforce/entities.ts'
import type { Entity } from '../../bridge/src/engine/entity.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { change, createAccount, createRecord } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { keyIn, openOffices, type Office } from './histories/offices.ts'

/** What people ask of the bridge by BC_Command__c, and the parked records they see as BC_Issue__c. */
let test: TestSystem
let offices: readonly Office[]
let usa: Office

const org = () => test.sandboxes.salesforce.records
const faults = () => test.sandboxes.businessCentral.faults
const command = (id: string) => org().get('BC_Command__c', id)
const ask = (action: string, fields: Record<string, unknown> = {}) =>
  createRecord(test.sandboxes, 'BC_Command__c', { BC_Action__c: action, ...fields })
/** The bridge hears of one record, as by a change event or a webhook, and works. */
async function hear(entity: Entity, id: string, company = '') {
  await test.system.sink.accept([{ entity, company, id, kind: 'updated', echo: false }])
  await test.system.worker.drain()
}
/** Asks, and waits for what comes of it. */
async function done(action: string, fields: Record<string, unknown> = {}) {
  const id = ask(action, fields)
  await hear(commands, id)
  const { BC_Status__c: status, BC_Message__c: message }: Record<string, unknown> = command(id) ?? {}
  return { id, status, message: String(message) }
}
const issueOf = (record: string) =>
  org()
    .all('BC_Issue__c')
    .find((row) => row.BC_Record_Id__c === record && row.BC_Status__c === 'Open')
const seen = (office: Office, { id }: Pick<Row, 'id'>) => {
  const found = org()
    .all('BC_Invoice__c')
    .find((row) => row.BC_Key__c === keyIn(office, id))
  if (!found) throw new Error(`BC_Invoice__c of ${id} is not there`)
  return found
}
const draft = async (office: Office) => {
  const made = office.books.draft('salesInvoices', office.local.number, [{ item: '1896-S', quantity: '1' }])
  await hear(salesInvoice, made.id, office.books.company.id)
  return made
}
const posts = () =>
  test.sandboxes.businessCentral.journal
    .calls()
    .filter(({ method, url }) => method === 'POST' && url.includes('NAV.post'))
const writesSince = (mark: number) => test.sandboxes.salesforce.journal.calls(mark).filter(({ write }) => write)

beforeAll(async () => {
  test = await startSystem()
  await test.system.catalogue.announce()
  await test.system.catalogue.refresh()
  offices = await openOffices(test)
  usa = offices[0] as Office
}, 60_000)
afterAll(() => test.close())

describe('a parked record', () => {
  it('is an issue in Salesforce until it goes through, and costs no write while nothing changes', async () => {
    const long = await createAccount(test.sandboxes, 'L'.repeat(120))
    await hear(accounts, long)
    const issue = issueOf(long)
    expect(issue).toMatchObject({
      BC_Status__c: 'Open',
      BC_Company__c: usa.name,
      BC_Record_Title__c: 'L'.repeat(120),
      BC_Flow__c: org()
        .all('BC_Flow__c')
        .find((row) => row.BC_Key__c === 'account-to-customer')?.Id,
    })
    expect(String(issue?.BC_Message__c)).toContain('120 characters')
    expect(String(issue?.BC_Advice__c)).not.toBe('')

    const before = test.sandboxes.salesforce.journal.mark()
    await test.system.store.jobs.put(await test.system.store.issues.parked())
    await test.system.worker.drain()
    expect(writesSince(before)).toEqual([])
    expect(issue).toMatchObject({ BC_Attempts__c: '1', BC_Last_Synced__c: issue?.BC_Opened__c })

    // A change of the record gives it a new chance.
    change(test.sandboxes, 'Account', long, { Name: 'Short Ltd.' })
    await test.settle()
    expect(org().get('BC_Issue__c', String(issue?.Id))).toMatchObject({ BC_Status__c: 'Resolved' })
    expect(org().get('BC_Issue__c', String(issue?.Id))?.BC_Resolved__c).toBeTruthy()
  })

  it('is tried again when somebody asks, alone or with all of its flow', async () => {
    const long = await createAccount(test.sandboxes, 'M'.repeat(120))
    await hear(accounts, long)
    const issue = issueOf(long)
    await test.advance(60)
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
    change(test.sandboxes, 'Account', long, { Name: 'Mended Ltd.' })
    await hear(accounts, long)
    expect(await done('Retry', { BC_Issue__c: issue?.Id })).toMatchObject({ message: 'It is not parked any more.' })
  })

  it('of another database is left alone, and not taken for one of this', async () => {
    const long = await createAccount(test.sandboxes, 'N'.repeat(120))
    await hear(accounts, long)
    const issue = issueOf(long)
    const [installation, number] = String(issue?.BC_Key__c).split(':')
    expect(installation).toMatch(/^[0-9a-f-]{36}$/)
    const stranger = createRecord(test.sandboxes, 'BC_Issue__c', {
      BC_Key__c: `${crypto.randomUUID()}:${String(number)}`,
      BC_Status__c: 'Open',
      BC_Record_Id__c: 'another',
    })
    expect(await done('Retry', { BC_Issue__c: stranger })).toMatchObject({ message: 'It is not parked any more.' })
    change(test.sandboxes, 'Account', long, { Name: 'Mended too Ltd.' })
    await hear(accounts, long)
    expect(org().get('BC_Issue__c', String(issue?.Id))).toMatchObject({ BC_Status__c: 'Resolved' })
    expect(org().get('BC_Issue__c', stranger)).toMatchObject({ BC_Status__c: 'Open' })
  })

  it('with several candidates is linked to the one that somebody chooses', async () => {
    const { books } = usa
    const customers = books.company.table('customers')
    const twins = ['TWIN-1', 'TWIN-2'].map((number) =>
      customers.insert({ number, displayName: 'Twin Ltd.', postalCode: '31772', country: 'US', type: 'Company' }),
    )
    const account = await createAccount(test.sandboxes, 'Twin Ltd.')
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

describe('posting', () => {
  it('is done only when it is confirmed', async () => {
    const invoice = await draft(usa)
    const { status, message } = await done('Post Invoice', { BC_Invoice__c: seen(usa, invoice).Id })
    expect(status).toBe('Failed')
    expect(message).toContain('not confirmed')
    expect(seen(usa, invoice).BC_Status__c).toBe('Draft')
  })

  it('posts a draft once and reads its status back; asked again, it says so', async () => {
    for (const office of offices) {
      const invoice = await draft(office)
      const request = { BC_Invoice__c: seen(office, invoice).Id, BC_Confirmed__c: true }
      const before = posts().length
      const { status, message } = await done('Post Invoice', request)
      const posted = seen(office, invoice)
      expect(posted.BC_Status__c).toBe('Open')
      expect({ status, message }).toEqual({
        status: 'Done',
        message: `It was posted as ${String(posted.BC_Number__c)}.`,
      })
      expect((await done('Post Invoice', request)).message).toContain('posted already')
      expect(posts().length - before).toBe(1)
    }
  })

  it('whose answer is lost is looked up, not repeated', async () => {
    const invoice = await draft(usa)
    const before = posts().length
    faults().arm({ kind: 'write-done-but-504', match: 'NAV.post' })
    const { id } = await done('Post Invoice', { BC_Invoice__c: seen(usa, invoice).Id, BC_Confirmed__c: true })
    await test.advance(60)
    await test.system.worker.drain()
    expect(command(id)).toMatchObject({ BC_Status__c: 'Done' })
    expect(posts().length - before).toBe(1)
    expect(seen(usa, invoice).BC_Status__c).toBe('Open')
  })

  it('that Business Central refuses says so in its words, and may be asked for again', async () => {
    const invoice = await draft(usa)
    faults().arm({
      kind: 'status',
      status: 400,
      body: { error: { code: 'Application_DialogException', message: 'Posting Date is not within your range.' } },
      match: 'NAV.post',
    })
    const request = { BC_Invoice__c: seen(usa, invoice).Id, BC_Confirmed__c: true }
    const { status, message } = await done('Post Invoice', request)
    expect(status).toBe('Failed')
    expect(message).toContain('Posting Date is not within your range.')
    expect(await done('Post Invoice', request)).toMatchObject({ status: 'Done' })
  })

  it('in a closed period says so, with the dates that are open', async () => {
    const invoice = await draft(usa)
    const { company } = usa.books
    const [setup] = company.table('generalLedgerSetup').all()
    const allowPostingFrom = setup?.allowPostingFrom
    company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingFrom: '2027-01-01' })
    const request = { BC_Invoice__c: seen(usa, invoice).Id, BC_Confirmed__c: true }
    const { status, message } = await done('Post Invoice', request)
    expect(status).toBe('Failed')
    expect(message).toContain('is in a closed period: CRONUS USA, Inc. posts from 2027-01-01 on only')
    expect(message).toContain('allowed posting dates')
    company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingFrom })
    expect(await done('Post Invoice', request)).toMatchObject({ status: 'Done' })
  })

  it('is resumed by the next bridge when the one that began it was killed', async () => {
    const invoice = await draft(usa)
    const id = ask('Post Invoice', { BC_Invoice__c: seen(usa, invoice).Id, BC_Confirmed__c: true })
    change(test.sandboxes, 'BC_Command__c', id, { BC_Status__c: 'Running' })
    // It had posted already when it died.
    const intent = { flow: 'post-invoice', company: usa.books.company.id, record: invoice.id }
    await test.system.store.intents.save([
      { ...intent, marks: undefined, known: [], at: new Date(test.clock.now()).toISOString() },
    ])
    usa.books.post('salesInvoices', invoice.id)
    const before = posts().length
    await test.settle()
    expect(command(id)).toMatchObject({ BC_Status__c: 'Done' })
    expect(String(command(id)?.BC_Message__c)).toContain('It was posted as')
    expect(posts().length).toBe(before)
    expect(await test.system.store.intents.find([intent])).toEqual([])
  })

  it('waits until a call that a killed bridge may have sent can no longer take effect, then posts once', async () => {
    const invoice = await draft(usa)
    const intent = { flow: 'post-invoice', company: usa.books.company.id, record: invoice.id }
    const at = new Date(test.clock.now()).toISOString()
    await test.system.store.intents.save([{ ...intent, marks: undefined, known: [], at }])
    const before = posts().length
    const request = { BC_Invoice__c: seen(usa, invoice).Id, BC_Confirmed__c: true }
    const { id, status } = await done('Post Invoice', request)
    expect({ status, posts: posts().length }).toEqual({ status: 'Running', posts: before })
    await test.advance(120)
    await test.system.worker.drain()
    expect(command(id)).toMatchObject({ BC_Status__c: 'Done' })
    expect(posts().length).toBe(before + 1)
  })
})

describe('the PDF', () => {
  const files = (invoice: Row | Record<string, unknown>) =>
    org()
      .all('ContentDocumentLink')
      .filter((row) => row.LinkedEntityId === (invoice as { Id: string }).Id)

  it('of a posted invoice is put on it once', async () => {
    const invoice = await draft(usa)
    const Id = seen(usa, invoice).Id
    const early = await done('Fetch PDF', { BC_Invoice__c: Id })
    expect(early).toMatchObject({ status: 'Failed' })
    expect(early.message).toContain('draft')
    await done('Post Invoice', { BC_Invoice__c: Id, BC_Confirmed__c: true })
    const number = String(seen(usa, invoice).BC_Number__c)
    const first = await done('Fetch PDF', { BC_Invoice__c: Id })
    expect(first).toMatchObject({ status: 'Done' })
    expect(first.message).toContain(`${number}.pdf is on the invoice`)
    expect((await done('Fetch PDF', { BC_Invoice__c: Id })).message).toContain('there already')
    expect(files(seen(usa, invoice))).toHaveLength(1)
    const version = org()
      .all('ContentVersion')
      .find((row) => row.Title === number)
    expect(version).toMatchObject({ FileExtension: 'pdf' })
    expect(Number(version?.ContentSize)).toBeGreaterThan(100)
  })

  it('is fetched when Business Central answers again', async () => {
    const invoice = await draft(usa)
    const Id = seen(usa, invoice).Id
    await done('Post Invoice', { BC_Invoice__c: Id, BC_Confirmed__c: true })
    faults().arm({ kind: 'status', status: 503, match: 'pdfDocument', headers: { 'retry-after': '30' } })
    const { id, status } = await done('Fetch PDF', { BC_Invoice__c: Id })
    expect(status).toBe('Running')
    expect(String(command(id)?.BC_Message__c)).toContain('Is tried again')
    await test.advance(120)
    await test.system.worker.drain()
    expect(command(id)).toMatchObject({ BC_Status__c: 'Done' })
    expect(files(seen(usa, invoice))).toHaveLength(1)
  })
})

describe('other commands', () => {
  it('Refresh Account reads the customer, its documents and payments again', async () => {
    const account = usa.local.accountId
    const missed = usa.books.draft('salesInvoices', usa.local.number, [{ item: '1896-S', quantity: '1' }])
    await test.advance(600)
    const { status, message } = await done('Refresh Account', { BC_Record_Id__c: account })
    expect(status).toBe('Done')
    expect(message).toMatch(/The customer and \d+ documents and payments are read again now\./)
    expect(seen(usa, missed).BC_Status__c).toBe('Draft')
    expect(await done('Refresh Account', { BC_Record_Id__c: 'nobody' })).toMatchObject({ status: 'Failed' })
  })

  it('Replay runs a record, or what a flow did in a time, once more', async () => {
    const flow = org()
      .all('BC_Flow__c')
      .find((row) => row.BC_Key__c === 'account-to-customer')
    const replayed = await done('Replay', { BC_Flow__c: flow?.Id, BC_Parameters__c: 'from: 2026-11-20' })
    expect(replayed.message).toMatch(/records run again\.$/)
    expect(await done('Replay', { BC_Record_Id__c: usa.local.accountId })).toMatchObject({ status: 'Done' })
    expect((await done('Replay', { BC_Flow__c: flow?.Id, BC_Parameters__c: 'from: soon' })).message).toContain('from')
    expect((await done('Replay')).message).toContain('does not say what to run again')
  })

  it('Apply Settings takes over what an admin has set, or says what is wrong', async () => {
    const flow = org()
      .all('BC_Flow__c')
      .find((row) => row.BC_Key__c === 'item-to-product')
    change(test.sandboxes, 'BC_Flow__c', String(flow?.Id), { BC_Filter__c: 'numbr = "1"' })
    const wrong = await done('Apply Settings')
    expect(wrong).toMatchObject({ status: 'Failed' })
    expect(wrong.message).toContain('Did you mean number?')
    change(test.sandboxes, 'BC_Flow__c', String(flow?.Id), { BC_Filter__c: null })
    expect(await done('Apply Settings')).toMatchObject({ status: 'Done', message: 'The settings are in force.' })
  })

  it.each([
    ['Retry', {}, 'names no issue'],
    ['Fetch PDF', {}, 'names no invoice'],
    ['Load', {}, 'not available yet'],
    ['Reconcile', {}, 'not available yet'],
    ['Approve', { BC_Record_Id__c: '001000000000001' }, 'Nothing of this record waits for approval'],
  ])('%s with %j fails with a clear message', async (action, fields, text) => {
    const { status, message } = await done(action, fields)
    expect(status).toBe('Failed')
    expect(message).toContain(text)
  })
})
