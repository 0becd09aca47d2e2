import { describe, expect, it } from 'vitest'
import { decide, issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { change, createAccount, createRecord, draftOrder } from '../support/sell.ts'
import { activate, draft, order, type SoldLine } from './deals.ts'
import { aSeller, type Buyer } from './seller.ts'

/**
 * What cannot go on by itself: it waits or is parked, says so where a salesperson looks, and others go on; orders of a company for
 * customers in its own currency, and of another one for some in euro.
 */
const { test, books, org, table, buyers, accountsOf, isMade, isNotMade } = aSeller()

const sell = ({ accountId, says }: Buyer, lines: readonly SoldLine[]) =>
  order(test.sandboxes, accountId, lines, says).id
const one = [{ item: '1896-S', quantity: 3, fields: { UnitPrice: 33.33 } }]

describe('an order whose customer is missing', () => {
  it('waits, says for whom, and goes by itself when the account becomes a customer', async () => {
    const prospects = await accountsOf('Prospect Ltd.', { Type: 'Prospect' })
    const orders = prospects.map((buyer) => ({ buyer, id: sell(buyer, one) }))
    await test.settle()
    for (const { buyer, id } of orders) {
      isNotMade(id)
      expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Waiting')
      expect(org().get('Order', id)?.BC_Sync_Message__c).toContain('Prospect Ltd.')
      expect(org().get('Order', id)?.BC_Sync_Message__c).toContain('Type is not Customer')
      change(test.sandboxes, 'Account', buyer.accountId, { Type: 'Customer - Direct' })
    }
    await test.settle()
    for (const { buyer, id } of orders) {
      expect(buyer.books.customers('Prospect Ltd.')).toHaveLength(1)
      isMade(id, buyer, '99.99')
    }
  })
})

describe('an order of a product of which Business Central knows nothing', () => {
  let stuck: readonly { readonly buyer: Buyer; readonly id: string }[]

  it('is held back and says for which product, while other orders go', async () => {
    const { records } = test.sandboxes.salesforce
    const book = records.all('Pricebook2').find((row) => row.IsStandard === true)?.Id
    const fields = { Name: 'Homemade Gadget', ProductCode: 'HOMEMADE', IsActive: true }
    const product = createRecord(test.sandboxes, 'Product2', fields)
    const price = { Product2Id: product, Pricebook2Id: book, UnitPrice: 5, IsActive: true }
    createRecord(test.sandboxes, 'PricebookEntry', price)
    const accounts = await accountsOf('Homemade Lover Ltd.')
    stuck = accounts.map((buyer) => ({ buyer, id: sell(buyer, [...one, { item: 'HOMEMADE', quantity: 2 }]) }))
    const fine = accounts.map((buyer) => ({ buyer, id: sell(buyer, one) }))
    await test.settle()
    for (const { buyer, id } of fine) isMade(id, buyer, '99.99')
    for (const { id } of stuck) {
      isNotMade(id)
      expect(org().get('Order', id)).toMatchObject({
        BC_Number__c: null,
        BC_Sync_Status__c: 'Waiting',
        BC_Sync_Message__c: 'Waits for the product Homemade Gadget, which is not linked to any item yet.',
      })
    }
  })

  it('is content to wait: nothing is written as long as nothing changes', async () => {
    const since = journals(test)
    await later(test, 3600)
    expect(since.writes('businessCentral')).toEqual([])
    for (const { id } of stuck) expect(org().get('Order', id)).toMatchObject({ BC_Sync_Status__c: 'Waiting' })
  })

  it('goes by itself once the item exists, with all its lines', async () => {
    for (const { buyer } of stuck) {
      const items = table('items', buyer.books)
      const [model] = items.all()
      items.insert({ ...model, id: crypto.randomUUID(), number: 'HOMEMADE', displayName: 'Homemade Gadget' })
    }
    await later(test, 15)
    for (const { buyer, id } of stuck) {
      isMade(id, buyer, '109.99')
      const [made] = buyer.books.salesOrders(id)
      const lines = buyer.books.linesOf('salesOrderLines', made?.id ?? '')
      expect(lines.map((line) => [line.lineObjectNumber, String(line.quantity)])).toEqual([
        ['1896-S', '3'],
        ['HOMEMADE', '2'],
      ])
    }
    const products = org().all('Product2')
    expect(products.filter((row) => row.ProductCode === 'HOMEMADE')).toHaveLength(1)
  })
})

describe('what the other side refuses', () => {
  it('parks an account with an over-long name, says how long it may be, and writes its neighbours', async () => {
    const long = await createAccount(test.sandboxes, 'L'.repeat(120))
    const neighbour = await createAccount(test.sandboxes, 'Good Neighbour Ltd.')
    await test.settle()
    expect(books.customers('Good Neighbour Ltd.')).toHaveLength(1)
    expect(org().get('Account', neighbour)?.BC_Sync_Status__c).toBe('Synced')
    expect(org().get('Account', long)?.BC_Sync_Status__c).toBe('Needs Attention')
    expect(org().get('Account', long)?.BC_Sync_Message__c).toContain('120 characters')
    expect(await issueOf(test, long)).toMatchObject({ flow: 'account-to-customer' })

    change(test.sandboxes, 'Account', long, { Name: 'Short enough' })
    await test.settle()
    expect(books.customers('Short enough')).toHaveLength(1)
    expect(org().get('Account', long)?.BC_Sync_Status__c).toBe('Synced')
    expect(await issueOf(test, long)).toBeUndefined()
  })

  it('parks an account whose country is none, with what to do', async () => {
    const id = await createAccount(test.sandboxes, 'Atlantis Ltd.', { BillingCountry: 'Atlantis' })
    await test.settle()
    expect(books.customers('Atlantis Ltd.')).toHaveLength(0)
    expect(org().get('Account', id)?.BC_Sync_Message__c).toContain('"Atlantis" is not a country')
  })

  it('parks an order of a blocked customer in Business Central’s own words, and goes on once it is unblocked', async () => {
    const accounts = await accountsOf('Blocked Ltd.')
    await test.settle()
    const block = (blocked: string) => {
      for (const { books: of } of accounts) {
        table('customers', of).update(of.customers('Blocked Ltd.')[0]?.id ?? '', { blocked })
      }
    }
    block('All')
    const orders = accounts.map((buyer) => ({ buyer, id: sell(buyer, one) }))
    await test.settle()
    for (const { id } of orders) {
      isNotMade(id)
      expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Needs Attention')
      expect(String(org().get('Order', id)?.BC_Sync_Message__c)).toMatch(/block/i)
    }
    block('_x0020_')
    await test.settle()
    for (const { buyer, id } of orders) isMade(id, buyer, '99.99')
  })

  it('parks two customers that match one account, naming both', async () => {
    const table = test.sandboxes.businessCentral.company(books.companyId).table('customers')
    for (const number of ['TWIN-1', 'TWIN-2']) {
      const model = books.customers('Good Neighbour Ltd.')[0]
      table.insert({ ...model, id: crypto.randomUUID(), number, displayName: 'Twin Ltd.', postalCode: '99999' })
    }
    const id = await createAccount(test.sandboxes, 'Twin Ltd.', { BillingPostalCode: '99999' })
    await test.settle()
    expect(books.customers('Twin Ltd.')).toHaveLength(2)
    expect(org().get('Account', id)?.BC_Sync_Status__c).toBe('Needs Attention')
    expect((await issueOf(test, id))?.message).toContain('2 records match')
  })

  it('couples an account with the one customer of its number', async () => {
    const number = String(books.customers('Good Neighbour Ltd.')[0]?.number)
    const adatum = test.sandboxes.businessCentral
      .company(books.companyId)
      .table('customers')
      .find((row) => row.number === '10000')
    expect(number).not.toBe('10000')
    const id = await createAccount(test.sandboxes, 'Adatum as we call it', { BC_Number__c: '10000' })
    const before = test.sandboxes.businessCentral.company(books.companyId).table('customers').all().length
    await test.settle()
    expect(test.sandboxes.businessCentral.company(books.companyId).table('customers').all()).toHaveLength(before)
    expect(org().get('Account', id)?.BC_Key__c).toBe(`${books.companyId}:${String(adatum?.id)}`)
  })
})

describe('what Salesforce refuses', () => {
  it('parks one product with Salesforce’s words, writes the others of the batch, and goes on when mended', async () => {
    const stocked = buyers.map(({ books: of }, at) => {
      const items = table('items', of)
      const stocks = (name: string, unitPrice: string) => {
        const fields = { number: `${name}-${at}`, displayName: `Priced ${name} ${at}`, unitPrice }
        return items.insert({ ...items.all()[0], id: crypto.randomUUID(), ...fields })
      }
      // A base unit of measure longer than the package's field cannot come through Business Central's own API; a unit price
      // beyond what Salesforce takes can.
      return { of, odd: stocks('ODD', '99999999999999999999'), even: stocks('EVEN', '12.5') }
    })
    await test.settle()
    const entryOf = ({ companyId }: Buyer['books'], id: string) =>
      org()
        .all('PricebookEntry')
        .find((row) => row.BC_Key__c === `${companyId}:${id}`)
    for (const { of, odd, even } of stocked) {
      expect(String(entryOf(of, even.id)?.UnitPrice)).toMatch(/^12\.50?$/)
      expect(entryOf(of, odd.id)).toBeUndefined()
      expect(await issueOf(test, odd.id)).toMatchObject({ flow: 'item-to-pricebook-entry', company: of.companyId })
      expect((await issueOf(test, odd.id))?.vendor).toBeTruthy()
      table('items', of).update(odd.id, { unitPrice: '7' })
    }
    await test.advance(15)
    await test.settle()
    for (const { of, odd } of stocked) {
      expect(Number(entryOf(of, odd.id)?.UnitPrice)).toBe(7)
      expect(await issueOf(test, odd.id)).toBeUndefined()
    }
  })
})

describe('an item whose number several products have', () => {
  it('is parked with those, waited for by orders, and is the one that a person chooses', async () => {
    const { records } = test.sandboxes.salesforce
    const book = records.all('Pricebook2').find((row) => row.IsStandard === true)?.Id
    const made = ['Old', 'New'].map((name) => {
      const fields = { Name: `${name} Gadget`, ProductCode: 'GADGET', IsActive: true }
      const id = createRecord(test.sandboxes, 'Product2', fields)
      const price = { Product2Id: id, Pricebook2Id: book, UnitPrice: 5, IsActive: true }
      createRecord(test.sandboxes, 'PricebookEntry', price)
      return id
    })
    const [old, chosen] = made
    const items = test.sandboxes.businessCentral.company(books.companyId).table('items')
    const [model] = items.all()
    const gadget = { number: 'GADGET', displayName: 'The Gadget', unitPrice: '12.5' }
    const item = items.insert({ ...model, id: crypto.randomUUID(), ...gadget })
    const accountId = await createAccount(test.sandboxes, 'Gadget Lover Ltd.')
    await later(test, 15)
    const issue = await issueOf(test, item.id)
    expect(issue).toMatchObject({ flow: 'item-to-product' })
    expect(issue?.message).toMatch(/2 records match on Product Code: (Old|New) Gadget .*; (Old|New) Gadget /)
    expect(issue?.choices?.map(({ id }) => id).toSorted()).toEqual(made.toSorted())
    const before = made.map((id) => [org().get('Product2', id)?.Name, org().get('Product2', id)?.BC_Number__c ?? null])
    expect(before).toEqual([
      ['Old Gadget', null],
      ['New Gadget', null],
    ])
    // Sold before anybody has chosen: whichever of the two was sold.
    const orderOf = (product: unknown) => {
      const id = draftOrder(test.sandboxes, accountId, [])
      const entry = records.all('PricebookEntry').find((row) => row.Product2Id === product)
      createRecord(test.sandboxes, 'OrderItem', {
        OrderId: id,
        PricebookEntryId: entry?.Id,
        Quantity: 1,
        UnitPrice: 5,
      })
      change(test.sandboxes, 'Order', id, { Status: 'Activated' })
      return id
    }
    const [oldOrder, newOrder] = [orderOf(old), orderOf(chosen)]
    await test.settle()
    for (const id of [oldOrder, newOrder]) expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Waiting')

    await decide(test, item.id, String(chosen))
    await later(test, 15)
    expect(await issueOf(test, item.id)).toBeUndefined()
    expect(org().get('Product2', String(chosen))).toMatchObject({ Name: 'The Gadget', BC_Number__c: 'GADGET' })
    expect(org().get('Product2', String(old))).toMatchObject({ Name: 'Old Gadget' })
    const priceOf = (product: unknown) => records.all('PricebookEntry').find((row) => row.Product2Id === product)
    expect(Number(priceOf(chosen)?.UnitPrice)).toBe(12.5)
    expect(Number(priceOf(old)?.UnitPrice)).toBe(5)
    expect(books.salesOrders(newOrder)).toHaveLength(1)
    expect(books.salesOrders(oldOrder)).toEqual([])
    expect(org().get('Order', oldOrder)?.BC_Sync_Message__c).toContain('Waits for the product Old Gadget')
  })
})

describe('a draft order', () => {
  it('stays in Salesforce until it is activated', async () => {
    const orders = (await accountsOf('Patient Ltd.')).map((buyer) => ({
      buyer,
      id: draft(test.sandboxes, buyer.accountId, one, buyer.says).id,
    }))
    await test.settle()
    for (const { id } of orders) {
      isNotMade(id)
      activate(test.sandboxes, id)
    }
    await test.settle()
    for (const { buyer, id } of orders) isMade(id, buyer, '99.99')
  })
})
