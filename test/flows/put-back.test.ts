import { beforeAll, describe, expect, it } from 'vitest'
import { hear, inSalesforce } from '../support/hear.ts'
import { journals } from '../support/journals.ts'
import { order, remove, update } from './deals.ts'
import { aSeller } from './seller.ts'

/** What only the bridge writes in Salesforce, and somebody edits all the same: it is put back as soon as that is heard. */
const { test, org, buyers } = aSeller()

beforeAll(async () => {
  const line = { item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }
  const sold = buyers.map(({ accountId, books, says }) => ({
    books,
    orderId: order(test.sandboxes, accountId, [line], says).id,
  }))
  await test.settle()
  for (const { books, orderId } of sold) {
    const [made] = books.salesOrders(orderId)
    await books.shipAndInvoice(String(made?.id))
    await books.pay(String(books.salesInvoices(String(made?.id))[0]?.number), '10')
  }
  await test.settle()
})

describe.each(buyers)('what is shown of a customer $where', (buyer) => {
  const currency = buyer.currencyCode || 'USD'
  const below = (object: string) =>
    org()
      .all(object)
      .filter((row) => row.BC_Account__c === buyer.accountId)
  const firstOf = (object: string) => below(object)[0]?.Id ?? ''
  /** An item of both companies belongs to the first one, this one to the second alone. */
  const item = buyer === buyers[0] ? '1896-S' : '1936-S'
  const product = () =>
    org()
      .all('Product2')
      .find((row) => row.ProductCode === item)?.Id ?? ''
  const price = () =>
    org()
      .all('PricebookEntry')
      .find((row) => row.Product2Id === product())?.Id ?? ''

  it.each([
    ['Product2', product, { Name: 'Cheap desk', IsActive: false }],
    ['PricebookEntry', price, { UnitPrice: 1 }],
    ['BC_Customer__c', () => firstOf('BC_Customer__c'), { BC_Balance__c: 0, BC_Blocked__c: 'All' }],
    [
      'BC_Invoice__c',
      () => firstOf('BC_Invoice__c'),
      { BC_Status__c: 'Paid', BC_Remaining__c: 0, BC_Currency_Code__c: 'SEK' },
    ],
    ['BC_Payment__c', () => firstOf('BC_Payment__c'), { BC_Amount__c: 99, BC_Currency_Code__c: 'SEK' }],
  ] as const)('%s says again what Business Central says, by one write', async (object, find, edit) => {
    const id = find()
    const before = org().get(object, id)
    if ('BC_Currency_Code__c' in edit) expect(before).toMatchObject({ BC_Currency_Code__c: currency })
    const names = Object.keys(edit)
    const values = () => names.map((name) => String(org().get(object, id)?.[name]))
    const stood = names.map((name) => String(before?.[name]))
    update(test.sandboxes, object, id, edit)
    expect(values()).not.toEqual(stood)
    const since = journals(test)
    await hear(test, inSalesforce(object), id)
    expect(values()).toEqual(stood)
    expect(since.writes()).toHaveLength(1)
    const trail = (await test.system.store.audit.of('salesforce', id, 4)).map(({ message }) => message ?? '')
    expect(trail.filter((message) => message.startsWith('Put back what was edited in Salesforce: '))).toEqual([
      expect.stringContaining(`${names[0] ?? ''} from `),
    ])
    // Whatever else is edited there is none of the bridge's business.
    await hear(test, inSalesforce(object), id)
    expect(since.writes()).toHaveLength(1)
  })

  it('an invoice that somebody deletes comes back', async () => {
    const shown = () =>
      below('BC_Invoice__c').map((row) => [row.BC_Number__c, row.BC_Currency_Code__c, String(row.BC_Remaining__c)])
    const before = shown()
    expect(before).toMatchObject([[expect.any(String), currency, expect.any(String)]])
    const id = firstOf('BC_Invoice__c')
    remove(test.sandboxes, 'BC_Invoice__c', id)
    await hear(test, inSalesforce('BC_Invoice__c'), id, { kind: 'deleted' })
    expect(shown()).toEqual(before)
    expect(await test.system.store.issues.list(10)).toEqual([])
  })

  it('a customer that somebody deletes comes back, with what hung below it', async () => {
    const kinds = ['BC_Customer__c', 'BC_Invoice__c', 'BC_Payment__c']
    const shown = () => kinds.map((object) => below(object).map((row) => row.BC_Number__c ?? row.Name))
    const before = shown()
    expect(before.map(({ length }) => length)).toEqual([1, 1, 1])
    const lost = kinds.flatMap((object) => below(object).map(({ Id }) => [object, Id] as const))
    remove(test.sandboxes, 'BC_Customer__c', firstOf('BC_Customer__c'))
    expect(shown()).toEqual([[], [], []])
    // What went with it is told of in any order.
    for (const [object, id] of lost.toReversed()) await hear(test, inSalesforce(object), id, { kind: 'deleted' })
    await test.advance(60)
    await test.settle()
    expect(shown()).toEqual(before)
    expect(await test.system.store.issues.list(10)).toEqual([])
  })
})
