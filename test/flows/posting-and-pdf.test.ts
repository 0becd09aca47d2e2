import { describe, expect, it } from 'vitest'
import { salesInvoice } from '../../bridge/src/connectors/business-central/entities.ts'
import type { Row } from '../emulators/business-central/tables.ts'
import { change } from '../support/sell.ts'
import { aDesk } from './desk.ts'
import type { Place } from './places.ts'
import { agree, money } from './shown-money.ts'

/** Posting a draft, and having a posted document as a file, on request by BC_Command__c; in two companies and currencies. */
const desk = aDesk()
const { org, command, ask, hear, done, posts, places } = desk
const faults = () => desk.test.sandboxes.businessCentral.faults
/** Drafts of one line at a place, and how Salesforce shows them. */
const draftsAt = (place: Place) => ({
  draft: async () => {
    const { office, partner } = place
    const made = office.books.draft('salesInvoices', partner.number, [
      { item: '1896-S', quantity: '3', unitPrice: '33.33' },
    ])
    await hear(salesInvoice, made.id, office.books.company.id)
    return made
  },
  seen: (row: Pick<Row, 'id'>) => desk.seen(place.office, row),
})

describe.each(places)('posting $where', (place) => {
  const { office } = place
  const { draft, seen } = draftsAt(place)

  it('is done only when it is confirmed', async () => {
    const invoice = await draft()
    const { status, message } = await done('Post Invoice', { BC_Invoice__c: seen(invoice).Id })
    expect(status).toBe('Failed')
    expect(message).toContain('not confirmed')
    expect(seen(invoice).BC_Status__c).toBe('Draft')
  })

  it('posts a draft once and reads its status back; asked again, it says so', async () => {
    const invoice = await draft()
    const request = { BC_Invoice__c: seen(invoice).Id, BC_Confirmed__c: true }
    const before = posts().length
    const { status, message } = await done('Post Invoice', request)
    const posted = seen(invoice)
    expect(posted).toMatchObject({ BC_Status__c: 'Open', BC_Currency_Code__c: place.currency })
    expect(money(posted.BC_Total_Excluding_Tax__c)).toBe('99.99')
    expect(money(posted.BC_Remaining__c)).toBe(money(posted.BC_Total__c))
    expect({ status, message }).toEqual({
      status: 'Done',
      message: `It was posted as ${String(posted.BC_Number__c)}.`,
    })
    expect((await done('Post Invoice', request)).message).toContain('posted already')
    expect(posts().length - before).toBe(1)
  })

  it('whose answer is lost is looked up, not repeated', async () => {
    const invoice = await draft()
    const before = posts().length
    faults().arm({ kind: 'write-done-but-504', match: 'NAV.post' })
    const { id } = await done('Post Invoice', { BC_Invoice__c: seen(invoice).Id, BC_Confirmed__c: true })
    await desk.test.advance(60)
    await desk.test.system.worker.drain()
    expect(command(id)).toMatchObject({ BC_Status__c: 'Done' })
    expect(posts().length - before).toBe(1)
    expect(seen(invoice).BC_Status__c).toBe('Open')
  })

  it('that Business Central refuses says so in its words, and may be asked for again', async () => {
    const invoice = await draft()
    faults().arm({
      kind: 'status',
      status: 400,
      body: { error: { code: 'Application_DialogException', message: 'Posting Date is not within your range.' } },
      match: 'NAV.post',
    })
    const request = { BC_Invoice__c: seen(invoice).Id, BC_Confirmed__c: true }
    const { status, message } = await done('Post Invoice', request)
    expect(status).toBe('Failed')
    expect(message).toContain('Posting Date is not within your range.')
    expect(await done('Post Invoice', request)).toMatchObject({ status: 'Done' })
  })

  it('in what may be a closed period says so behind Business Central’s words, with the dates that are open', async () => {
    const invoice = await draft()
    const { company } = office.books
    const [setup] = company.table('generalLedgerSetup').all()
    const allowPostingFrom = setup?.allowPostingFrom
    company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingFrom: '2027-01-01' })
    const request = { BC_Invoice__c: seen(invoice).Id, BC_Confirmed__c: true }
    const { status, message } = await done('Post Invoice', request)
    expect(status).toBe('Failed')
    expect(message).toMatch(/allowed posting dates.* posts from 2027-01-01 on only/s)
    expect(message).toContain(` and ${company.name} posts from `)
    // The user that posts has limits of its own, and it is something else that is refused.
    const other = { error: { code: 'Application_DialogException', message: 'The customer is blocked.' } }
    faults().arm({ kind: 'status', status: 400, body: other, match: 'NAV.post' })
    const again = await done('Post Invoice', request)
    expect(again.message).toMatch(/^The customer is blocked\. Its posting date may be why/)
    company.table('generalLedgerSetup').update(setup?.id ?? '', { allowPostingFrom })
    expect(await done('Post Invoice', request)).toMatchObject({ status: 'Done' })
  })

  it('is resumed by the next bridge when the one that began it was killed', async () => {
    const invoice = await draft()
    const id = ask('Post Invoice', { BC_Invoice__c: seen(invoice).Id, BC_Confirmed__c: true })
    change(desk.test.sandboxes, 'BC_Command__c', id, { BC_Status__c: 'Running' })
    // It had posted already when it died.
    const intent = { flow: 'post-invoice', company: office.books.company.id, record: invoice.id }
    await desk.test.system.store.intents.save([
      { ...intent, marks: undefined, known: [], at: new Date(desk.test.clock.now()).toISOString() },
    ])
    office.books.post('salesInvoices', invoice.id)
    const before = posts().length
    await desk.test.settle()
    expect(command(id)).toMatchObject({ BC_Status__c: 'Done' })
    expect(String(command(id)?.BC_Message__c)).toContain('It was posted as')
    expect(posts().length).toBe(before)
    expect(await desk.test.system.store.intents.find([intent])).toEqual([])
  })

  it('waits until a call that a killed bridge may have sent can no longer take effect, then posts once', async () => {
    const invoice = await draft()
    const intent = { flow: 'post-invoice', company: office.books.company.id, record: invoice.id }
    const at = new Date(desk.test.clock.now()).toISOString()
    await desk.test.system.store.intents.save([{ ...intent, marks: undefined, known: [], at }])
    const before = posts().length
    const request = { BC_Invoice__c: seen(invoice).Id, BC_Confirmed__c: true }
    const { id, status } = await done('Post Invoice', request)
    expect({ status, posts: posts().length }).toEqual({ status: 'Running', posts: before })
    await desk.test.advance(120)
    await desk.test.system.worker.drain()
    expect(command(id)).toMatchObject({ BC_Status__c: 'Done' })
    expect(posts().length).toBe(before + 1)
  })
})

describe.each(places)('the PDF of an invoice $where', (place) => {
  const { draft, seen } = draftsAt(place)
  const files = (invoice: Row | Record<string, unknown>) =>
    org()
      .all('ContentDocumentLink')
      .filter((row) => row.LinkedEntityId === (invoice as { Id: string }).Id)

  it('is put on it once, and not before it is posted', async () => {
    const invoice = await draft()
    const Id = seen(invoice).Id
    const early = await done('Fetch PDF', { BC_Invoice__c: Id })
    expect(early).toMatchObject({ status: 'Failed' })
    expect(early.message).toContain('draft')
    await done('Post Invoice', { BC_Invoice__c: Id, BC_Confirmed__c: true })
    const number = String(seen(invoice).BC_Number__c)
    const first = await done('Fetch PDF', { BC_Invoice__c: Id })
    expect(first).toMatchObject({ status: 'Done' })
    expect(first.message).toContain(`${number}.pdf is on the sales invoice`)
    expect((await done('Fetch PDF', { BC_Invoice__c: Id })).message).toContain('there already')
    expect(files(seen(invoice))).toHaveLength(1)
    const version = org()
      .all('ContentVersion')
      .find((row) => row.Title === number)
    expect(version).toMatchObject({ FileExtension: 'pdf' })
    expect(Number(version?.ContentSize)).toBeGreaterThan(100)
  })

  it('is fetched when Business Central answers again', async () => {
    const invoice = await draft()
    const Id = seen(invoice).Id
    await done('Post Invoice', { BC_Invoice__c: Id, BC_Confirmed__c: true })
    faults().arm({ kind: 'status', status: 503, match: 'pdfDocument', headers: { 'retry-after': '30' } })
    const { id, status } = await done('Fetch PDF', { BC_Invoice__c: Id })
    expect(status).toBe('Running')
    expect(String(command(id)?.BC_Message__c)).toContain('Is tried again')
    await desk.test.advance(120)
    await desk.test.system.worker.drain()
    expect(command(id)).toMatchObject({ BC_Status__c: 'Done' })
    expect(files(seen(invoice))).toHaveLength(1)
  })
})

it('what was posted shows to the cent, in the currency of the document and in that of the company', async () => {
  await agree(desk.test, desk.offices)
})
