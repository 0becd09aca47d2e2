import { beforeAll, describe, expect, it } from 'vitest'
import { setFlow } from '../support/set-flow.ts'
import { settle } from '../support/settle.ts'
import { activate, addDealLine, deal, draft, win, type SoldLine } from './deals.ts'
import { aSeller, type Buyer } from './seller.ts'
import { money } from './shown-money.ts'

/**
 * An admin has chosen quotes, later draft invoices, in place of orders: what a won opportunity becomes, and where it ends; in one
 * company for a customer in its own currency, in the other for one in euro.
 */
const { test, org, table, buyers } = aSeller()
beforeAll(() => choose('quote'))

/** An opportunity, and whose it is. */
interface Deal {
  readonly id: string
  readonly buyer: Buyer
}
const opportunity = ({ id }: Deal) => org().get('Opportunity', id)
const of = (set: string, { id, buyer }: Deal) => {
  const [only, ...others] = table(set, buyer.books).filter(
    (row) => row.externalDocumentNumber === `OPP/${id.toUpperCase()}`,
  )
  expect(others).toEqual([])
  return only
}
const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 450.55 } }]
const ordersIn = ({ books }: Buyer) => table('salesOrders', books).all()
/** The sales orders that are made from now on in the company of a buyer (default: in both). */
const ordersFromNow = () => {
  const known = new Set(buyers.flatMap(ordersIn).map((row) => row.id))
  return (...whose: readonly Buyer[]) =>
    (whose.length === 0 ? buyers : whose).flatMap(ordersIn).filter((row) => !known.has(row.id))
}

/** What an admin does in the Setup tab: one of the three is on. */
async function choose(chosen: 'quote' | 'order' | 'invoice'): Promise<void> {
  await test.system.catalogue.announce()
  for (const kind of ['quote', 'order', 'invoice']) {
    await setFlow(test, `opportunity-to-sales-${kind}`, { BC_Enabled__c: kind === chosen })
  }
}

/** A deal with each of the buyers, won. */
async function won(sold: readonly SoldLine[] = lines): Promise<readonly Deal[]> {
  const deals = buyers.map((buyer) => ({ id: deal(test.sandboxes, buyer.accountId, sold, buyer.says).id, buyer }))
  for (const { id } of deals) win(test.sandboxes, id)
  await test.settle()
  return deals
}

/** The activated order of a deal. */
const ordered = ({ id, buyer }: Deal, sold = lines): string =>
  activate(test.sandboxes, draft(test.sandboxes, buyer.accountId, sold, { OpportunityId: id, ...buyer.says }).id)

describe('a quote', () => {
  it('is made, changed while it is open, and tells its number and status', async () => {
    const orders = ordersFromNow()
    const deals = await won()
    expect(orders()).toEqual([])
    for (const each of deals) {
      const quote = of('salesQuotes', each)
      expect(quote?.currencyCode ?? '').toBe(each.buyer.currencyCode)
      expect(money(quote?.totalAmountExcludingTax)).toBe('901.10')
      expect(opportunity(each)).toMatchObject({
        BC_Number__c: quote?.number,
        BC_Key__c: `${each.buyer.books.companyId}:${String(quote?.id)}`,
        BC_Document_Type__c: 'Sales Quote',
        BC_Document_Status__c: 'Draft',
        BC_Sync_Status__c: 'Synced',
      })
      addDealLine(test.sandboxes, each.id, { item: '1906-S', quantity: 1, fields: { UnitPrice: 99.99 } })
    }
    await test.settle()
    for (const each of deals) {
      const quote = of('salesQuotes', each)
      const made = table('salesQuoteLines', each.buyer.books).filter((line) => line.documentId === quote?.id)
      expect(made.map((line) => line.lineObjectNumber)).toEqual(['1896-S', '1906-S'])
      expect(money(quote?.totalAmountExcludingTax)).toBe('1001.09')
    }
  })

  it('that is made into an order takes the opportunity along; its order in Salesforce joins it there', async () => {
    const deals = await won()
    const orders = ordersFromNow()
    const sold = lines.map((line) => ({ ...line, quantity: 3 }))
    const pairs = deals.map((each) => ({ ...each, orderId: ordered(each, sold) }))
    await test.settle()
    // The deal is a quote: a sales order beside it would be a second document.
    expect(orders()).toEqual([])
    for (const { buyer, orderId } of pairs) {
      const { name } = test.sandboxes.businessCentral.company(buyer.books.companyId)
      expect(org().get('Order', orderId)?.BC_Sync_Status__c).toBe('Waiting')
      expect(String(org().get('Order', orderId)?.BC_Sync_Message__c)).toContain(
        `Waits for the opportunity Big Deal, which has become a sales quote in ${name}: make that one a sales order`,
      )
    }
    for (const each of pairs) await each.buyer.books.accountant.makeOrder(of('salesQuotes', each)?.id ?? '')
    await test.settle()
    for (const each of pairs) {
      const { buyer, orderId } = each
      const [made, ...others] = orders(buyer)
      expect(others).toEqual([])
      expect(of('salesQuotes', each)).toBeUndefined()
      expect(opportunity(each)).toMatchObject({
        BC_Number__c: made?.number,
        BC_Document_Type__c: 'Sales Order',
        BC_Document_Status__c: 'Draft',
      })
      expect(org().get('Order', orderId)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
      const quantities = buyer.books.linesOf('salesOrderLines', made?.id ?? '').map((line) => String(line.quantity))
      expect(quantities).toEqual(['3'])
      expect([made?.currencyCode ?? '', money(made?.totalAmountExcludingTax)]).toEqual([buyer.currencyCode, '1351.65'])
    }
  })

  it('that is made into an order while the bridge tells of it: what the order tells stands in the end', async () => {
    const deals = await won()
    const other = await test.another()
    await other.catalogue.refresh()
    const businessCentral = test.system.connectors.find(({ system }) => system === 'business-central')
    if (!businessCentral) throw new Error('There is no connector.')
    const { reader } = businessCentral
    const read = reader.read.bind(reader)
    const jobs = deals.map((each) => {
      const { companyId } = each.buyer.books
      const quote = String(of('salesQuotes', each)?.id)
      table('salesQuotes', each.buyer.books).update(quote, { status: 'Sent' })
      return { flow: 'sales-quote-to-opportunity', company: companyId, record: quote }
    })
    Object.assign(reader, {
      // Between our look at the quote and our write finance makes the order, and another bridge tells the opportunity so.
      read: async (...asked: Parameters<typeof read>) => {
        const [entity, { id: company }] = asked
        const found = await read(...asked)
        for (const each of deals.filter(({ buyer }) => buyer.books.companyId === company)) {
          const quote = of('salesQuotes', each)
          if (entity.name !== 'salesQuoteProgress' || !quote) continue
          await each.buyer.books.accountant.makeOrder(quote.id)
          await settle(other, test.sandboxes)
          expect(opportunity(each)).toMatchObject({
            BC_Document_Type__c: 'Sales Order',
            BC_Document_Status__c: 'Draft',
          })
        }
        return found
      },
    })
    await test.system.store.jobs.put(jobs)
    await test.system.worker.drain()
    Object.assign(reader, { read })
    await test.advance(301)
    await test.settle()
    await other.close()
    for (const each of deals) {
      expect(opportunity(each)).toMatchObject({
        BC_Number__c: of('salesOrders', each)?.number,
        BC_Document_Type__c: 'Sales Order',
        BC_Document_Status__c: 'Draft',
      })
    }
  })

  it('that is made into an invoice hands the opportunity on to that', async () => {
    const deals = await won()
    const invoices = deals.map((each) => {
      const quote = of('salesQuotes', each)
      const invoice = table('salesInvoices', each.buyer.books).insert({
        ...{ number: 'S-INV-OF-QUOTE', status: 'Draft', externalDocumentNumber: quote?.externalDocumentNumber },
        ...{ customerId: quote?.customerId, customerNumber: quote?.customerNumber },
        currencyCode: quote?.currencyCode ?? '',
      })
      table('salesQuotes', each.buyer.books).delete(String(quote?.id))
      return { ...each, invoice }
    })
    await test.advance(301)
    await test.settle()
    for (const { invoice, ...each } of invoices) {
      expect(opportunity(each)).toMatchObject({
        BC_Number__c: 'S-INV-OF-QUOTE',
        BC_Document_Type__c: 'Sales Invoice',
        BC_Document_Status__c: 'Draft',
      })
      table('salesInvoices', each.buyer.books).delete(invoice.id)
    }
    await test.settle()
    for (const each of deals) expect(opportunity(each)).toMatchObject({ BC_Document_Status__c: 'Deleted' })
  })

  it('that is deleted says so, and is not made again silently', async () => {
    const deals = await won()
    for (const each of deals) table('salesQuotes', each.buyer.books).delete(of('salesQuotes', each)?.id ?? '')
    await test.advance(301)
    await test.settle()
    for (const each of deals) {
      expect(opportunity(each)).toMatchObject({ BC_Document_Status__c: 'Deleted', BC_Document_Type__c: 'Sales Quote' })
      addDealLine(test.sandboxes, each.id, { item: '1906-S', quantity: 1 })
    }
    await test.settle()
    for (const each of deals) {
      expect(of('salesQuotes', each)).toBeUndefined()
      expect(String(opportunity(each)?.BC_Sync_Message__c)).toContain(
        'The sales quote is no longer in Business Central.',
      )
    }
  })
})

it('an order goes its own way once the quote of its deal was deleted', async () => {
  const deals = await won()
  const orders = ordersFromNow()
  const pairs = deals.map((each) => ({ ...each, orderId: ordered(each) }))
  await test.settle()
  expect(orders()).toEqual([])
  for (const each of deals) table('salesQuotes', each.buyer.books).delete(of('salesQuotes', each)?.id ?? '')
  await test.advance(901)
  await test.settle()
  for (const { buyer, orderId } of pairs) {
    const [made, ...others] = orders(buyer)
    expect(others).toEqual([])
    expect([made?.currencyCode ?? '', money(made?.totalAmountExcludingTax)]).toEqual([buyer.currencyCode, '901.10'])
    expect(org().get('Order', orderId)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
  }
})

describe('a draft invoice', () => {
  it('is made in place of a quote once an admin says so, and tells when it is posted', async () => {
    await choose('invoice')
    const deals = await won([{ item: '1896-S', quantity: 2, fields: { UnitPrice: 450.55, Discount: 5 } }])
    for (const each of deals) {
      const made = of('salesInvoices', each)
      expect(made).toMatchObject({ status: 'Draft', invoiceDate: '2026-11-20' })
      expect([made?.currencyCode ?? '', money(made?.totalAmountExcludingTax)]).toEqual([
        each.buyer.currencyCode,
        '856.04',
      ])
      expect(of('salesQuotes', each)).toBeUndefined()
      expect(opportunity(each)).toMatchObject({
        BC_Number__c: made?.number,
        BC_Document_Type__c: 'Sales Invoice',
        BC_Document_Status__c: 'Draft',
      })
      await each.buyer.books.accountant.postInvoice(made?.id ?? '')
    }
    await test.settle()
    for (const each of deals) {
      const posted = of('salesInvoices', each)
      expect(opportunity(each)).toMatchObject({ BC_Number__c: posted?.number, BC_Document_Status__c: 'Open' })
      const shown = org()
        .all('BC_Invoice__c')
        .filter((row) => row.BC_Opportunity__c === each.id)
      expect(shown).toMatchObject([
        { BC_Number__c: posted?.number, BC_Currency_Code__c: each.buyer.currencyCode || 'USD' },
      ])
      expect(money(shown[0]?.BC_Total_Excluding_Tax__c)).toBe('856.04')
      expect(money(shown[0]?.BC_Remaining__c)).toBe(money(posted?.totalAmountIncludingTax))
      addDealLine(test.sandboxes, each.id, { item: '1906-S', quantity: 1 })
    }
    await test.settle()
    for (const each of deals) expect(String(opportunity(each)?.BC_Sync_Message__c)).toContain('it has been posted')
  })
})

it('a deal that became a quote does not become an order when an admin changes his mind', async () => {
  const orders = ordersFromNow()
  await choose('order')
  const won = org()
    .all('Opportunity')
    .map(({ Id, AccountId }) => {
      const { books } = buyers.find(({ accountId }) => accountId === AccountId) ?? buyers[0]
      return { flow: 'opportunity-to-sales-order', company: books.companyId, record: Id }
    })
  await test.system.store.jobs.put(won)
  await test.settle()
  expect(orders()).toEqual([])
})
