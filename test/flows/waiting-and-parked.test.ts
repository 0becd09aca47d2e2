import { describe, expect, it } from 'vitest'
import { decide, issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { change, createAccount, createOrder, createRecord, draftOrder } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'

/** What cannot go on by itself: it waits or is parked, says so where a salesperson looks, and others go on. */
const { test, books } = aBridge()

const org = () => test.sandboxes.salesforce.records

describe('an order whose customer is missing', () => {
  it('waits, says for whom, and goes by itself when the account becomes a customer', async () => {
    const accountId = await createAccount(test.sandboxes, 'Prospect Ltd.', { Type: 'Prospect' })
    const orderId = await createOrder(test.sandboxes, accountId, [{ item: '1896-S', quantity: 1 }])
    await test.settle()
    expect(books.salesOrders(orderId)).toHaveLength(0)
    expect(org().get('Order', orderId)?.BC_Sync_Status__c).toBe('Waiting')
    expect(org().get('Order', orderId)?.BC_Sync_Message__c).toContain('Prospect Ltd.')
    expect(org().get('Order', orderId)?.BC_Sync_Message__c).toContain('Type is not Customer')

    change(test.sandboxes, 'Account', accountId, { Type: 'Customer - Direct' })
    await test.settle()
    expect(books.customers('Prospect Ltd.')).toHaveLength(1)
    expect(books.salesOrders(orderId)).toHaveLength(1)
    expect(org().get('Order', orderId)).toMatchObject({
      BC_Sync_Status__c: 'Synced',
      BC_Number__c: books.salesOrders(orderId)[0]?.number,
    })
  })
})

describe('an order of a product of which Business Central knows nothing', () => {
  let stuck: string

  it('is held back and says for which product, while other orders go', async () => {
    const { records } = test.sandboxes.salesforce
    const book = records.all('Pricebook2').find((row) => row.IsStandard === true)?.Id
    const fields = { Name: 'Homemade Gadget', ProductCode: 'HOMEMADE', IsActive: true }
    const product = createRecord(test.sandboxes, 'Product2', fields)
    const price = { Product2Id: product, Pricebook2Id: book, UnitPrice: 5, IsActive: true }
    createRecord(test.sandboxes, 'PricebookEntry', price)
    const accountId = await createAccount(test.sandboxes, 'Homemade Lover Ltd.')
    stuck = await createOrder(test.sandboxes, accountId, [
      { item: '1896-S', quantity: 1 },
      { item: 'HOMEMADE', quantity: 2 },
    ])
    const fine = await createOrder(test.sandboxes, accountId, [{ item: '1896-S', quantity: 1 }])
    await test.settle()
    expect(books.salesOrders(fine)).toHaveLength(1)
    expect(org().get('Order', fine)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
    expect(books.salesOrders(stuck)).toHaveLength(0)
    expect(org().get('Order', stuck)).toMatchObject({
      BC_Number__c: null,
      BC_Sync_Status__c: 'Waiting',
      BC_Sync_Message__c: 'Waits for the product Homemade Gadget, which is not linked to any item yet.',
    })
  })

  it('is content to wait: nothing is written as long as nothing changes', async () => {
    const since = journals(test)
    await later(test, 3600)
    expect(since.writes('businessCentral')).toEqual([])
    expect(org().get('Order', stuck)).toMatchObject({ BC_Sync_Status__c: 'Waiting' })
  })

  it('goes by itself once the item exists, with all its lines', async () => {
    const items = test.sandboxes.businessCentral.company(books.companyId).table('items')
    const [model] = items.all()
    items.insert({ ...model, id: crypto.randomUUID(), number: 'HOMEMADE', displayName: 'Homemade Gadget' })
    await later(test, 15)
    const made = books.salesOrders(stuck)
    expect(made).toHaveLength(1)
    expect(
      books.linesOf('salesOrderLines', made[0]?.id ?? '').map((line) => [line.lineObjectNumber, String(line.quantity)]),
    ).toEqual([
      ['1896-S', '1'],
      ['HOMEMADE', '2'],
    ])
    expect(org().get('Order', stuck)).toMatchObject({ BC_Number__c: made[0]?.number, BC_Sync_Status__c: 'Synced' })
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
    const accountId = await createAccount(test.sandboxes, 'Blocked Ltd.')
    await test.settle()
    const customer = books.customers('Blocked Ltd.')[0]
    const card = test.sandboxes.businessCentral.company(books.companyId).table('customers')
    card.update(customer?.id ?? '', { blocked: 'All' })
    const orderId = await createOrder(test.sandboxes, accountId, [{ item: '1896-S', quantity: 1 }])
    await test.settle()
    expect(books.salesOrders(orderId)).toHaveLength(0)
    expect(org().get('Order', orderId)?.BC_Sync_Status__c).toBe('Needs Attention')
    expect(String(org().get('Order', orderId)?.BC_Sync_Message__c)).toMatch(/block/i)

    card.update(customer?.id ?? '', { blocked: '_x0020_' })
    await test.settle()
    expect(books.salesOrders(orderId)).toHaveLength(1)
    expect(org().get('Order', orderId)).toMatchObject({
      BC_Number__c: books.salesOrders(orderId)[0]?.number,
      BC_Sync_Status__c: 'Synced',
    })
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
    const items = test.sandboxes.businessCentral.company(books.companyId).table('items')
    const [first] = items.all()
    // A base unit of measure longer than the package's field cannot come through Business Central's own API; a unit price
    // beyond what Salesforce takes can.
    const odd = items.insert({
      ...first,
      id: crypto.randomUUID(),
      number: 'ODD-1',
      displayName: 'Priced beyond measure',
      unitPrice: '99999999999999999999',
    })
    const even = items.insert({
      ...first,
      id: crypto.randomUUID(),
      number: 'EVEN-1',
      displayName: 'Priced well',
      unitPrice: '12.5',
    })
    await test.settle()
    const entryOf = (id: string) =>
      org()
        .all('PricebookEntry')
        .find((row) => row.BC_Key__c === `${books.companyId}:${id}`)
    expect(String(entryOf(even.id)?.UnitPrice)).toMatch(/^12\.50?$/)
    expect(entryOf(odd.id)).toBeUndefined()
    expect(await issueOf(test, odd.id)).toMatchObject({ flow: 'item-to-pricebook-entry' })
    expect((await issueOf(test, odd.id))?.vendor).toBeTruthy()

    items.update(odd.id, { unitPrice: '7' })
    await test.advance(15)
    await test.settle()
    expect(Number(entryOf(odd.id)?.UnitPrice)).toBe(7)
    expect(await issueOf(test, odd.id)).toBeUndefined()
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
    expect(issue?.message).toMatch(/2 records match on ProductCode: (Old|New) Gadget .*; (Old|New) Gadget /)
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
    const accountId = await createAccount(test.sandboxes, 'Patient Ltd.')
    const orderId = draftOrder(test.sandboxes, accountId, [{ item: '1896-S', quantity: 1 }])
    await test.settle()
    expect(books.salesOrders(orderId)).toHaveLength(0)
    change(test.sandboxes, 'Order', orderId, { Status: 'Activated' })
    await test.settle()
    expect(books.salesOrders(orderId)).toHaveLength(1)
  })
})
