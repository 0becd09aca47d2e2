import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filter, numbers, startClient, type Client } from '../testing/client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.bc.close())

describe('$filter', () => {
  test.each([
    ["number eq '10000'", ['10000']],
    ["number ne '10000' and number le '30000'", ['20000', '30000']],
    ["number eq '10000' or number eq '50000'", ['10000', '50000']],
    ["startswith(displayName,'A')", ['10000', '40000']],
    ["endswith(displayName,'cloud') eq true", ['50000']],
    ["contains(email,'contoso') and blocked eq 'All'", ['50000']],
    ["tolower(displayName) eq 'relecloud'", ['50000']],
    ["blocked ne '_x0020_'", ['50000']],
    ["blocked eq ' '", ['10000', '20000', '30000', '40000']],
    ['creditLimit ge 20000.00', ['10000', '20000']],
    ['creditLimit eq 0', ['30000', '40000']],
    ['taxLiable eq false', ['40000']],
    ['currencyId ne 00000000-0000-0000-0000-000000000000', ['40000']],
    ['currencyId eq 00000000-0000-0000-0000-000000000000', ['10000', '20000', '30000', '50000']],
    ['lastModifiedDateTime gt 2026-03-16T11:59:59Z', ['10000', '20000', '30000', '40000', '50000']],
    ['lastModifiedDateTime gt 2026-03-16T12:00:00.000Z', []],
    ["addressLine1 eq 'it''s nowhere'", []],
    ["country eq 'us'", ['10000', '20000', '30000', '50000']],
    ["displayName eq 'relecloud'", []],
  ])('%s', async (text, expected) => {
    const reply = await client.get(`customers?${filter(text)}`)
    expect([reply.status, numbers(reply.value)]).toEqual([200, expected])
  })

  test.each(["status eq 'In_x0020_Review'", "status eq 'In Review'"])(
    'takes both spellings of a member: %s',
    async (text) => {
      const order = client.id('salesOrders', 'number', 'S-ORD101002')
      const orders = client.bc.company(client.usa).table('salesOrders')
      orders.update(order, { status: 'In_x0020_Review' })
      expect((await client.get(`salesOrders?${filter(text)}`)).value).toHaveLength(1)
      orders.update(order, { status: 'Draft' })
    },
  )

  test.each([
    ["number eq '1' or displayName eq 'x'", 'BadRequest', 'one and the same property'],
    ["id eq '5d115c9c-44e3-ea11-bb43-000d3a2feca1'", 'BadRequest', 'incompatible types'],
    ['displayName eq 5', 'BadRequest', 'incompatible types'],
    ["nonsense eq 'x'", 'BadRequest', "Could not find a property named 'nonsense'"],
    ["number in ('10000')", 'BadRequest', 'schemaversion'],
    ["not (number eq '1')", 'BadRequest', 'not supported'],
    ["contains(tolower(displayName),'a')", 'BadRequest', 'Nested functions'],
    ["taxRegistrationNumber eq '58-1234567'", 'Application_FilterErrorException', 'not a field'],
    ['displayName', 'BadRequest', 'single boolean'],
    ["displayName eq 'x", 'BadRequest_NotFound', 'Syntax error', 404],
    ["blocked eq 'Sometimes'", 'Unknown', 'not a member'],
    ["'Sometimes' ne blocked", 'Unknown', 'not a member'],
    ["defaultDimensions/any(d:d/id eq 'x')", 'BadRequest', 'Lambda'],
  ])('refuses %s', async (text, code, words, status = 400) => {
    const reply = await client.get(`customers?${filter(text)}`)
    expect([reply.status, reply.code]).toEqual([status, code])
    expect(reply.message).toContain(words)
    expect(reply.message).toMatch(/ {2}CorrelationId: {2}[0-9a-f-]{36}\.$/)
  })

  test('takes lists and nested functions with schema version 2.1', async () => {
    const reply = await client.get(`customers?$schemaversion=2.1&${filter("number in ('10000','50000')")}`)
    expect(numbers(reply.value)).toEqual(['10000', '50000'])
    const nested = await client.get(`customers?$schemaversion=2.1&${filter("contains(tolower(displayName),'cloud')")}`)
    expect(numbers(nested.value)).toEqual(['50000'])
  })
})

describe('the other options', () => {
  test('$orderby, $skip, $count and $select', async () => {
    const reply = await client.get('customers?$orderby=displayName desc&$skip=1&$count=true&$select=displayName')
    expect(reply.json['@odata.count']).toBe(5)
    expect(reply.value.map((row) => row['displayName'])).toEqual([
      'School of Fine Art',
      'Relecloud',
      'Alpine Ski House',
      'Adatum Corporation',
    ])
    expect(Object.keys(reply.value[0] ?? {})).toEqual(['@odata.etag', 'displayName'])
  })

  test('/$count is a plain number', async () => {
    const reply = await client.get(`customers/$count?${filter("country eq 'CA'")}`)
    expect([reply.status, reply.text]).toEqual([200, '1'])
  })

  test('$expand brings lines, lines of lines, and null for no reference', async () => {
    const reply = await client.get(
      'salesOrders?$select=number&$expand=customer($select=number),currency,salesOrderLines($select=sequence;$filter=quantity gt 5;$expand=item($select=number))',
    )
    expect(reply.value[0]).toMatchObject({
      number: 'S-ORD101002',
      customer: { number: '10000' },
      currency: null,
      salesOrderLines: [{ sequence: 10000, item: { number: '1900-S' } }],
    })
  })

  test.each([
    ['$expand=nonsense', 400],
    ['$expand=salesOrderLines($top=x)', 400],
    ['$expand=salesOrderLines(top=1)', 404],
    ['$select=nonsense', 400],
    ['$orderby=nonsense', 400],
    ['$orderby=number sideways', 404],
    ['$top=-1', 400],
    ['$top=1&$top=2', 400],
    ['$nonsense=1', 400],
    ['$skiptoken=nonsense', 400],
    ['$apply=groupby((number))', 501],
    ['$search=x', 501],
  ])('%s is answered %i', async (query, status) => {
    expect((await client.get(`salesOrders?${query}`)).status).toBe(status)
  })
})

test('a query whose syntax is not understood is answered as the switch says', async () => {
  const other = await startClient({ switches: { querySyntax: { status: 400, code: 'BadRequest' } } })
  const queries = ["$filter=number eq 'x", '$orderby=number sideways', '$expand=items(x']
  const ask = (at: Client) => Promise.all(queries.map((query) => at.get(`customers?${encodeURI(query)}`)))
  const [told, switched] = await Promise.all([ask(client), ask(other)])
  expect(told.map(({ status, code }) => [status, code])).toEqual(Array(3).fill([404, 'BadRequest_NotFound']))
  expect(switched.map(({ status, code }) => [status, code])).toEqual(Array(3).fill([400, 'BadRequest']))
  // Understood, and wrong.
  expect((await client.get('customers?$orderby=nonsense')).status).toBe(400)
  await other.bc.close()
})

test('queries and subscriptions cannot be sorted, and their metadata say so', async () => {
  for (const path of [`companies(${client.usa})/customerSales`, 'subscriptions']) {
    const reply = await client.call('GET', `${path}?$orderby=notificationUrl`)
    expect([reply.status, reply.code]).toEqual([501, 'BadRequest_MethodNotImplemented'])
  }
  const { text } = await client.call('GET', '$metadata')
  expect(text.match(/Term="Org\.OData\.Capabilities\.V1\.SortRestrictions"/g)).toHaveLength(2)
  expect(text.match(/Term="Org\.OData\.Capabilities\.V1\.ChangeTracking"/g)?.length).toBeGreaterThan(50)
})

test('rows that are worked out have a tag too, the same as long as they say the same', async () => {
  const tags = async () => (await client.get('customerSales')).value.map((row) => row['@odata.etag'])
  const first = await tags()
  expect(first.every((tag) => /^W\/"[A-Za-z0-9+/=]+"$/.test(String(tag)))).toBe(true)
  expect(new Set(first).size).toBe(5)
  expect(await tags()).toEqual(first)
  expect((await client.call('GET', 'companies')).value[0]).toHaveProperty(['@odata.etag'])
})

test('odata.metadata in Accept does nothing, or what it says, by switch', async () => {
  const headers = { Accept: 'application/json;odata.metadata=none' }
  expect((await client.get('customers?$top=1', headers)).value[0]).toHaveProperty(['@odata.etag'])
  const other = await startClient({ switches: { metadataLevels: 'asked' } })
  const none = await other.get('customers?$count=true&$expand=defaultDimensions', headers)
  expect(Object.keys(none.json)).toEqual(['@odata.count', 'value'])
  expect(none.text).not.toContain('etag')
  expect(none.headers.get('content-type')).toContain('odata.metadata=none')
  expect(none.value[0]).toMatchObject({ number: '10000', creditLimit: expect.any(Number) as number })
  const full = await other.get('customers?$top=1', { Accept: 'application/json;odata.metadata=full' })
  expect(full.value[0]).toMatchObject({
    '@odata.type': '#Microsoft.NAV.customer',
    '@odata.id': expect.stringMatching(/customers\([0-9a-f-]{36}\)$/) as string,
  })
  await other.bc.close()
})

test('companies can bring along what is in them', async () => {
  const reply = await client.call(
    'GET',
    "companies?$select=name&$expand=customers($select=number;$top=1),paymentTerms($filter=code eq 'CM';$select=code)",
  )
  expect(reply.value).toMatchObject([
    { name: 'CRONUS USA, Inc.', customers: [{ number: '10000' }], paymentTerms: [{ code: 'CM' }] },
    { name: 'CRONUS International Ltd.', customers: [{ number: '10000' }], paymentTerms: [{ code: 'CM' }] },
  ])
  expect((await client.call('GET', `companies(${client.usa})?$expand=items($top=2)`)).json['items']).toHaveLength(2)
  const lines = await client.call('GET', 'companies?$expand=salesOrderLines')
  expect([lines.status, lines.code]).toEqual([400, 'Application_DialogException'])
})
