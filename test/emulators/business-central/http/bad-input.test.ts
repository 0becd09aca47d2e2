import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entitySets } from '../entities.ts'
import { startClient, type Client } from '../testing/client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient({ switches: { limits: { requestsPerFiveMinutes: 1_000_000, running: 5, waiting: 95 } } })
})
afterAll(() => client.bc.close())

const sets = [...entitySets('v2.0').values()]
const runs = { numRuns: 300 }

test('no body, however odd, is answered 5xx', async () => {
  const body = fc.constantFrom(...sets.filter(({ verbs }) => verbs.includes('POST'))).chain((set) => {
    const names = [...Object.keys(set.properties), ...Object.keys(set.navigation)]
    const value = fc.oneof(
      fc.jsonValue(),
      fc.uuid(),
      fc.constantFrom(
        '',
        '10000',
        'Item',
        '2026-02-30',
        '2026-03-01',
        1e15,
        -1,
        0.1,
        true,
        null,
        [{}],
        client.id('items', 'number', '1900-S'),
        client.id('customers', 'number', '10000'),
      ),
    )
    return fc.record({ set: fc.constant(set), body: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }) })
  })
  await fc.assert(
    fc.asyncProperty(body, async ({ set, body: sent }) => {
      const path = set.name === 'subscriptions' ? set.name : `companies(${client.usa})/${set.name}`
      const reply = await client.call('POST', path, { body: sent })
      expect(reply.status, `${set.name} ${JSON.stringify(sent)} → ${reply.text}`).toBeLessThan(500)
    }),
    runs,
  )
})

test('no change, however odd, is answered 5xx', async () => {
  const company = client.bc.company(client.usa)
  const change = fc
    .constantFrom(...sets.filter(({ name, verbs }) => verbs.includes('PATCH') && company.table(name).size > 0))
    .chain((set) =>
      fc.record({
        set: fc.constant(set),
        index: fc.nat(),
        body: fc.dictionary(
          fc.constantFrom(...Object.keys(set.properties)),
          fc.oneof(
            fc.jsonValue({ maxDepth: 1 }),
            fc.uuid(),
            fc.constantFrom('', 'Item', '2026-03-01', 1e15, -1, 0.1, true, null),
          ),
          { maxKeys: 3 },
        ),
      }),
    )
  await fc.assert(
    fc.asyncProperty(change, async ({ set, index, body }) => {
      const rows = company.table(set.name).all()
      const row = rows[index % rows.length]
      const reply = await client.patch(`${set.name}(${row?.id ?? ''})`, body)
      expect(reply.status, `${set.name} ${JSON.stringify(body)} → ${reply.text}`).toBeLessThan(500)
    }),
    runs,
  )
})

test('no query, however odd, is answered 5xx but 501', async () => {
  const words = fc.constantFrom(
    '$filter',
    '$select',
    '$expand',
    '$orderby',
    '$top',
    '$skip',
    '$count',
    '$skiptoken',
    'company',
    '$x',
  )
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'number',
      "number eq '1'",
      'salesOrderLines',
      'customer($select=number)',
      '5',
      'true',
      'number desc',
      'a(b(c',
      "'",
      '))))',
    ),
    fc.base64String(),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(words, texts), { maxLength: 4 }), async (pairs) => {
      const query = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
      const reply = await client.get(`salesOrders?${query}`)
      expect([200, 400, 404, 501], `${query} → ${reply.text}`).toContain(reply.status)
    }),
    runs,
  )
})

test('no path, however odd, is answered 5xx but 501', async () => {
  const part = fc.oneof(
    fc.constantFrom(
      'customers',
      'salesInvoices',
      'companies(f64eba74-dacd-4854-a584-1834f68cfc3a)',
      '$metadata',
      '$count',
      'Microsoft.NAV.post',
      "subscriptions('x')",
      'pdfDocument',
      'picture',
    ),
    fc.string().map(encodeURIComponent),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 4 }),
      fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
      async (parts, method) => {
        const reply = await client.call(method, parts.join('/'), method === 'GET' ? {} : { body: {} })
        expect(reply.status === 501 || reply.status < 500, `${method} ${parts.join('/')} → ${reply.text}`).toBe(true)
      },
    ),
    runs,
  )
})
