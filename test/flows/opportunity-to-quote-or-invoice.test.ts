import { describe, expect, it } from 'vitest'
import { createAccount } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { settle } from '../support/settle.ts'
import { aBridge } from './a-bridge.ts'
import { activate, addDealLine, deal, draft, win } from './deals.ts'

/** An admin has chosen quotes, later draft invoices, in place of orders: what a won opportunity becomes, and where it ends. */
const { test, books } = aBridge(async () => {
  await choose('quote')
  accountId = await createAccount(test.sandboxes, 'Acme Ltd.')
  await test.settle()
})
let accountId: string

const org = () => test.sandboxes.salesforce.records
const company = () => test.sandboxes.businessCentral.company(books.companyId)
const table = (name: string) => company().table(name)
const opportunity = (id: string) => org().get('Opportunity', id)
const of = (set: string, id: string) => {
  const [only, ...others] = table(set).filter((row) => row.externalDocumentNumber === `OPP/${id.toUpperCase()}`)
  expect(others).toEqual([])
  return only
}
const lines = [{ item: '1896-S', quantity: 2 }]
const ordersWithout = (known: ReadonlySet<string>) => table('salesOrders').filter((row) => !known.has(row.id))
const knownOrders = () =>
  new Set(
    table('salesOrders')
      .all()
      .map((row) => row.id),
  )

/** What an admin does in the Setup tab: one of the three is on. */
async function choose(chosen: 'quote' | 'order' | 'invoice'): Promise<void> {
  await test.system.catalogue.announce()
  for (const kind of ['quote', 'order', 'invoice']) {
    await setFlow(test, `opportunity-to-sales-${kind}`, { BC_Enabled__c: kind === chosen })
  }
}

describe('a quote', () => {
  const won = async () => {
    const { id } = deal(test.sandboxes, accountId, lines)
    win(test.sandboxes, id)
    await test.settle()
    return id
  }

  it('is made, changed while it is open, and tells its number and status', async () => {
    const known = knownOrders()
    const id = await won()
    expect(ordersWithout(known)).toEqual([])
    expect(opportunity(id)).toMatchObject({
      BC_Number__c: of('salesQuotes', id)?.number,
      BC_Document_Type__c: 'Sales Quote',
      BC_Document_Status__c: 'Draft',
      BC_Sync_Status__c: 'Synced',
    })
    addDealLine(test.sandboxes, id, { item: '1906-S', quantity: 1 })
    await test.settle()
    const made = table('salesQuoteLines').filter((line) => line.documentId === of('salesQuotes', id)?.id)
    expect(made.map((line) => line.lineObjectNumber)).toEqual(['1896-S', '1906-S'])
  })

  it('that is made into an order takes the opportunity along; its order in Salesforce joins it there', async () => {
    const id = await won()
    const known = knownOrders()
    const sold = [{ item: '1896-S', quantity: 3 }]
    const { id: orderId } = draft(test.sandboxes, accountId, sold, { OpportunityId: id })
    activate(test.sandboxes, orderId)
    await test.settle()
    // The deal is a quote: a sales order beside it would be a second document.
    expect(ordersWithout(known)).toEqual([])
    expect(org().get('Order', orderId)?.BC_Sync_Status__c).toBe('Waiting')
    expect(String(org().get('Order', orderId)?.BC_Sync_Message__c)).toContain(
      'Waits for the opportunity Big Deal, which has become a sales quote in CRONUS USA, Inc.: make that one a sales order',
    )

    await books.accountant.makeOrder(of('salesQuotes', id)?.id ?? '')
    await test.settle()
    const [made, ...others] = ordersWithout(known)
    expect(others).toEqual([])
    expect(of('salesQuotes', id)).toBeUndefined()
    expect(opportunity(id)).toMatchObject({
      BC_Number__c: made?.number,
      BC_Document_Type__c: 'Sales Order',
      BC_Document_Status__c: 'Draft',
    })
    expect(org().get('Order', orderId)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
    const quantities = books.linesOf('salesOrderLines', made?.id ?? '').map((line) => String(line.quantity))
    expect(quantities).toEqual(['3'])
  })

  it('that is made into an order while the bridge tells of it: what the order tells stands in the end', async () => {
    const id = await won()
    const quote = String(of('salesQuotes', id)?.id)
    const other = await test.another()
    await other.catalogue.refresh()
    const businessCentral = test.system.connectors.find(({ system }) => system === 'business-central')
    if (!businessCentral) throw new Error('There is no connector.')
    const { reader } = businessCentral
    const read = reader.read.bind(reader)
    table('salesQuotes').update(quote, { status: 'Sent' })
    Object.assign(reader, {
      // Between our look at the quote and our write finance makes the order, and another bridge tells the opportunity so.
      read: async (...asked: Parameters<typeof read>) => {
        const found = await read(...asked)
        if (asked[0].name === 'salesQuoteProgress' && of('salesQuotes', id)) {
          await books.accountant.makeOrder(quote)
          await settle(other, test.sandboxes)
          expect(opportunity(id)).toMatchObject({ BC_Document_Type__c: 'Sales Order', BC_Document_Status__c: 'Draft' })
        }
        return found
      },
    })
    await test.system.store.jobs.put([{ flow: 'sales-quote-to-opportunity', company: books.companyId, record: quote }])
    await test.system.worker.drain()
    Object.assign(reader, { read })
    await test.advance(301)
    await test.settle()
    await other.close()
    expect(opportunity(id)).toMatchObject({
      BC_Number__c: of('salesOrders', id)?.number,
      BC_Document_Type__c: 'Sales Order',
      BC_Document_Status__c: 'Draft',
    })
  })

  it('that is made into an invoice hands the opportunity on to that', async () => {
    const id = await won()
    const quote = of('salesQuotes', id)
    const { id: invoice } = table('salesInvoices').insert({
      ...{ number: 'S-INV-OF-QUOTE', status: 'Draft', externalDocumentNumber: quote?.externalDocumentNumber },
      ...{ customerId: quote?.customerId, customerNumber: quote?.customerNumber },
    })
    table('salesQuotes').delete(String(quote?.id))
    await test.advance(301)
    await test.settle()
    expect(opportunity(id)).toMatchObject({
      BC_Number__c: 'S-INV-OF-QUOTE',
      BC_Document_Type__c: 'Sales Invoice',
      BC_Document_Status__c: 'Draft',
    })
    table('salesInvoices').delete(invoice)
    await test.settle()
    expect(opportunity(id)).toMatchObject({ BC_Document_Status__c: 'Deleted' })
  })

  it('that is deleted says so, and is not made again silently', async () => {
    const id = await won()
    table('salesQuotes').delete(of('salesQuotes', id)?.id ?? '')
    await test.advance(301)
    await test.settle()
    expect(opportunity(id)).toMatchObject({ BC_Document_Status__c: 'Deleted', BC_Document_Type__c: 'Sales Quote' })
    addDealLine(test.sandboxes, id, { item: '1906-S', quantity: 1 })
    await test.settle()
    expect(of('salesQuotes', id)).toBeUndefined()
    expect(String(opportunity(id)?.BC_Sync_Message__c)).toContain('The sales quote is no longer in Business Central.')
  })
})

it('an order goes its own way once the quote of its deal was deleted', async () => {
  const { id } = deal(test.sandboxes, accountId, lines)
  win(test.sandboxes, id)
  await test.settle()
  const known = knownOrders()
  const { id: orderId } = draft(test.sandboxes, accountId, lines, { OpportunityId: id })
  activate(test.sandboxes, orderId)
  await test.settle()
  expect(ordersWithout(known)).toEqual([])
  table('salesQuotes').delete(of('salesQuotes', id)?.id ?? '')
  await test.advance(901)
  await test.settle()
  const [made, ...others] = ordersWithout(known)
  expect(others).toEqual([])
  expect(org().get('Order', orderId)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
})

describe('a draft invoice', () => {
  it('is made in place of a quote once an admin says so, and tells when it is posted', async () => {
    await choose('invoice')
    const { id } = deal(test.sandboxes, accountId, [{ item: '1896-S', quantity: 2, fields: { Discount: 5 } }])
    win(test.sandboxes, id)
    await test.settle()
    const made = of('salesInvoices', id)
    expect(made).toMatchObject({ status: 'Draft', invoiceDate: '2026-11-20' })
    expect(of('salesQuotes', id)).toBeUndefined()
    expect(opportunity(id)).toMatchObject({
      BC_Number__c: made?.number,
      BC_Document_Type__c: 'Sales Invoice',
      BC_Document_Status__c: 'Draft',
    })
    await books.accountant.postInvoice(made?.id ?? '')
    await test.settle()
    expect(opportunity(id)).toMatchObject({
      BC_Number__c: table('salesInvoices').get(made?.id ?? '')?.number,
      BC_Document_Status__c: 'Open',
    })
    addDealLine(test.sandboxes, id, { item: '1906-S', quantity: 1 })
    await test.settle()
    expect(String(opportunity(id)?.BC_Sync_Message__c)).toContain('it has been posted')
  })
})

it('a deal that became a quote does not become an order when an admin changes his mind', async () => {
  const before = knownOrders()
  await choose('order')
  const won = org()
    .all('Opportunity')
    .map(({ Id }) => ({ flow: 'opportunity-to-sales-order', company: books.companyId, record: Id }))
  await test.system.store.jobs.put(won)
  await test.settle()
  expect(ordersWithout(before)).toEqual([])
})
