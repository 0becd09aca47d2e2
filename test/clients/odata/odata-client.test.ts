import { EdmV4, OData, ODataFilter, SystemQueryOptions } from '@odata/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startClient, type Client } from '../../emulators/business-central/testing/client.ts'

/** What the tests look at of the records. */
interface Customer {
  readonly id: string
  readonly number: string
  readonly displayName: string
  readonly city: string
  readonly currency: { readonly code: string } | null
  readonly paymentTerm: { readonly code: string } | null
}
interface Order {
  readonly id: string
  readonly number: string
  readonly orderDate: string
  readonly salesOrderLines: readonly { readonly id: string; readonly quantity: number }[]
}
interface Stored {
  readonly id: string
  readonly '@odata.etag': string
}

let sandbox: Client
beforeAll(async () => {
  sandbox = await startClient()
})
afterAll(() => sandbox.bc.close())

/** The client as its own documentation sets it up; headers of every request are the only way it has to send a tag. */
function clientOf(headers: Record<string, string> = {}, below = `companies(${sandbox.usa})/`) {
  const { bc } = sandbox
  return OData.New4({
    serviceEndpoint: `${bc.url}/v2.0/${bc.tenantId}/${bc.environment}/api/v2.0/${below}`,
    commonHeaders: { Authorization: 'Bearer test', ...headers },
  })
}
const guid = (id: string) => EdmV4.Guid.from(id)
const customers = (headers?: Record<string, string>) => clientOf(headers).getEntitySet<Customer & Stored>('customers')

test('reads, filters, counts, sorts, pages and expands', async () => {
  const set = customers()
  expect(await set.count()).toBe(5)
  const [found] = await set.query(ODataFilter.newFilter<Customer>().field('number').eq('10000'))
  expect(found).toMatchObject({ displayName: 'Adatum Corporation' })
  expect(await set.retrieve(guid(found?.id ?? ''))).toEqual(expect.objectContaining({ number: '10000' }))
  expect(await set.find({ displayName: 'Relecloud' })).toHaveLength(1)

  const options = SystemQueryOptions.newOptions<Customer>()
    .select(['number', 'displayName'])
    .orderby('displayName', 'desc')
    .skip(1)
    .top(2)
    .expand(['currency', 'paymentTerm'])
  const rows = await set.query(options)
  expect(rows.map(({ displayName }) => displayName)).toEqual(['School of Fine Art', 'Relecloud'])
  expect(rows[0]).toMatchObject({ currency: null, paymentTerm: { code: 'CM' } })
})

test('follows the links of a long listing to its end', async () => {
  const client = clientOf({ Prefer: 'odata.maxpagesize=3' })
  const numbers: string[] = []
  let page = await client.newRequest<Customer>({ collection: 'items', method: 'GET' })
  for (;;) {
    numbers.push(...(page.value ?? []).map(({ number }) => number))
    const next = (page as { '@odata.nextLink'?: string })['@odata.nextLink']
    if (next === undefined) break
    const [, query = ''] = next.split('?')
    const params = SystemQueryOptions.newOptions()
    for (const [name, value] of new URLSearchParams(query)) params.custom(name, value)
    page = await client.newRequest<Customer>({ collection: 'items', method: 'GET', params })
  }
  const all = await clientOf().getEntitySet<Customer>('items').query()
  expect(numbers).toEqual(all.map(({ number }) => number))
})

test('creates, changes with the tag it read, and deletes', async () => {
  const made = await customers().create({ displayName: 'Client of Others', city: 'Atlanta' })
  const tagged = customers({ 'If-Match': made['@odata.etag'] })
  await tagged.update(guid(made.id), { city: 'Chicago' })
  expect(await customers().retrieve(guid(made.id))).toMatchObject({ city: 'Chicago' })
  // The tag is old now, and the client turns the answer into an error with the vendor's words.
  const stale = clientOf({ 'If-Match': made['@odata.etag'] })
  const request = { collection: 'customers', id: guid(made.id), method: 'PATCH', entity: { city: 'Boston' } } as const
  expect(await stale.newRequest(request)).toMatchObject({ error: { code: 'Request_EntityChanged' } })
  expect(await clientOf().newRequest(request)).toMatchObject({ error: { code: 'BadRequest_InvalidToken' } })

  await customers().delete(guid(made.id))
  await expect(customers().retrieve(guid(made.id))).rejects.toThrow('does not exist')
})

test('makes an order with its lines and calls the action bound to it', async () => {
  const client = clientOf()
  const orders = client.getEntitySet<Order & Stored>('salesOrders')
  const order = await orders.create({
    customerNumber: '10000',
    externalDocumentNumber: 'ODATA-CLIENT',
    salesOrderLines: [{ itemId: sandbox.id('items', 'number', '1928-S'), quantity: 2 }],
  })
  const options = SystemQueryOptions.newOptions<Order>().expand('salesOrderLines')
  expect(await orders.retrieve(guid(order.id), options)).toMatchObject({ salesOrderLines: [{ quantity: 2 }] })
  await orders.action('Microsoft.NAV.shipAndInvoice', guid(order.id))
  await expect(orders.retrieve(guid(order.id))).rejects.toThrow()
  const invoices = client.getEntitySet<Order & { readonly orderId: string }>('salesInvoices')
  expect(await invoices.query(invoices.newFilter().field('orderId').eq(guid(order.id)))).toHaveLength(1)
})

test('sends a batch in the multipart format and in JSON', async () => {
  const client = clientOf({}, '')
  const set = `companies(${sandbox.usa})/customers`
  const params = SystemQueryOptions.newOptions<Customer>().top(1).select('number')
  const requests = () => [
    client.newBatchRequest({ collection: set, method: 'POST', entity: { displayName: 'In a batch' } }),
    client.newBatchRequest({ collection: set, method: 'GET', params }),
    client.newBatchRequest({ collection: set, method: 'POST', entity: { displayName: '' } }),
  ]
  for (const responses of [
    await client.execBatchRequests(requests()),
    await client.execBatchRequestsJson(requests()),
  ]) {
    expect(responses.map(({ status }) => status)).toEqual([201, 200, 400])
    expect(await responses[0]?.json()).toMatchObject({ displayName: 'In a batch' })
    expect(await responses[1]?.json()).toMatchObject({ value: [{ number: '10000' }] })
    expect(await responses[2]?.json()).toMatchObject({ error: { code: 'Application_DialogException' } })
  }
})
