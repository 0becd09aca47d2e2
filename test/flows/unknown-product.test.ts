import { afterAll, beforeAll, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { journals } from '../support/journals.ts'
import { createAccount, createOrder } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'

/** A rep sells a product of which Business Central knows nothing. */
let test: TestSystem
let books: Books
let accountId: string
let stuck: string

const org = () => test.sandboxes.salesforce.records
const items = () => test.sandboxes.businessCentral.company(books.companyId).table('items')

function sellHomemade(): void {
  const { dml, records, username } = test.sandboxes.salesforce
  const admin = { userId: records.all('User').find((user) => user.Username === username)?.Id ?? '', api: 'rest' }
  const book = records.all('Pricebook2').find((row) => row.IsStandard === true)
  const product = dml.insert(admin, 'Product2', { Name: 'Homemade Gadget', ProductCode: 'HOMEMADE', IsActive: true })
  if (!product.success) throw new Error('The product was refused.')
  const price = { Product2Id: product.id, Pricebook2Id: book?.Id, UnitPrice: 5, IsActive: true }
  expect(dml.insert(admin, 'PricebookEntry', price).success).toBe(true)
}

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  await test.settle()
  sellHomemade()
  accountId = await createAccount(test.sandboxes, 'Gadget Lover Ltd.')
  await test.settle()
})
afterAll(() => test.close())

it('holds the order back and says for which product, while other orders go', async () => {
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
  await test.advance(3600)
  await test.settle()
  expect(since.writes('businessCentral')).toEqual([])
  expect(org().get('Order', stuck)).toMatchObject({ BC_Sync_Status__c: 'Waiting' })
})

it('sends the order by itself once the item exists, with all its lines', async () => {
  const [model] = items().all()
  items().insert({ ...model, id: crypto.randomUUID(), number: 'HOMEMADE', displayName: 'Homemade Gadget' })
  await test.advance(15)
  await test.settle()
  const made = books.salesOrders(stuck)
  expect(made).toHaveLength(1)
  expect(
    books.linesOf('salesOrderLines', made[0]?.id ?? '').map((line) => [line.lineObjectNumber, String(line.quantity)]),
  ).toEqual([
    ['1896-S', '1'],
    ['HOMEMADE', '2'],
  ])
  expect(org().get('Order', stuck)).toMatchObject({ BC_Number__c: made[0]?.number, BC_Sync_Status__c: 'Synced' })
  expect(
    org()
      .all('Product2')
      .filter((row) => row.ProductCode === 'HOMEMADE'),
  ).toHaveLength(1)
})
