import { afterAll, beforeAll, expect, test } from 'vitest'
import { startClient, type Client, type Json } from '../testing/client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.bc.close())

const international = { Company: 'CRONUS International Ltd.' }

test('the guid of a company stands bare in an address', async () => {
  for (const below of ['', '/customers', '/customers?$top=1', `/salesOrders/$count`]) {
    expect((await client.call('GET', `companies(${client.usa})${below}`)).status).toBe(200)
    const quoted = await client.call('GET', `companies('${client.usa}')${below}`)
    expect([quoted.status, quoted.code]).toEqual([400, 'BadRequest'])
    expect(quoted.message).toContain(`The key '${client.usa}' is not a valid Edm.Guid.`)
  }
})

test('the header Company names the company of a part of a batch, and of nothing else', async () => {
  const alone = await client.call('GET', 'items?$top=1', { headers: international })
  expect([alone.status, alone.code]).toEqual([400, 'BadRequest'])
  expect((await client.call('GET', `items?company=${client.usa}&$top=1`, { headers: international })).status).toBe(200)

  const batch = await client.call('POST', '$batch', {
    // The envelope's own header is no company of its parts.
    headers: international,
    body: {
      requests: [
        { id: '1', method: 'GET', url: 'items?$top=1', headers: international },
        { id: '2', method: 'GET', url: 'items?$top=1' },
      ],
    },
  })
  expect((batch.json['responses'] as Json[]).map((part) => part['status'])).toEqual([200, 400])
})

test('by switch the header Company is heeded everywhere', async () => {
  const other = await startClient({ switches: { companyHeader: 'everywhere' } })
  try {
    const mine = await other.call('GET', 'companyInformation', { headers: international })
    expect(mine.value).toMatchObject([{ displayName: 'CRONUS International Ltd.' }])
    const none = await other.call('GET', 'items', { headers: { Company: 'Nobody' } })
    expect([none.status, none.code]).toEqual([404, 'Internal_CompanyNotFound'])
  } finally {
    await other.bc.close()
  }
})
