import { expect, test } from 'vitest'
import { startClient } from '../testing/client.ts'

test.each([
  ['no token', {}],
  ['basic credentials', { authorization: 'Basic abc' }],
  ['a bad token', { authorization: 'Bearer bad' }],
  ['an application that is not set up', { authorization: 'Bearer stranger' }],
])('%s is 401 Authentication_InvalidCredentials', async (_what, headers) => {
  const client = await startClient({
    applications: ['KNOWN'],
    verifyToken: async (token) => (token === 'bad' ? undefined : { appId: token }),
  })
  const response = await fetch(`${client.bc.url}/v2.0/Production/api/v2.0/companies`, {
    headers: headers as Record<string, string>,
  })
  const body = (await response.json()) as { error: { code: string } }
  expect([response.status, body.error.code]).toEqual([401, 'Authentication_InvalidCredentials'])
  await client.bc.close()
})

test('an application can be switched off and on', async () => {
  const client = await startClient({ applications: ['test'] })
  expect((await client.get('customers')).status).toBe(200)
  client.bc.setApplication('test', false)
  expect((await client.get('customers')).status).toBe(401)
  client.bc.setApplication('TEST', true)
  expect((await client.get('customers')).status).toBe(200)
  await client.bc.close()
})

test('an application with fewer rights is refused with the words of the product', async () => {
  const client = await startClient()
  client.bc.setApplication('test', { permissions: 'D365 READ' })
  expect((await client.get('customers')).status).toBe(200)
  const id = client.id('customers', 'number', '10000')
  const refused = [
    await client.post('customers', { displayName: 'Northwind' }),
    await client.patch(`customers(${id})`, { city: 'Oslo' }),
    await client.delete(`customers(${id})`),
  ]
  expect(refused.map(({ status, code }) => [status, code])).toEqual(
    Array.from({ length: 3 }, () => [403, 'Internal_ServerError']),
  )
  expect(refused[0]?.message).toContain('current permissions prevented the action. (TableData Customer Insert')
  client.bc.setApplication('test', { permissions: { '*': 'R', customers: 'RIM', salesInvoices: '' } })
  expect((await client.post('customers', { displayName: 'Northwind' })).status).toBe(201)
  expect((await client.delete(`customers(${id})`)).status).toBe(403)
  expect((await client.get('salesInvoices')).status).toBe(403)
  // Parts of a batch are held to the same rights.
  const requests = [{ method: 'DELETE', url: `companies(${client.usa})/customers(${id})` }]
  const reply = await client.call('POST', '$batch', { body: { requests } })
  expect(reply.json['responses']).toMatchObject([{ status: 403 }])
  const order = client.id('salesOrders', 'number', 'S-ORD101002')
  expect((await client.post(`salesOrders(${order})/Microsoft.NAV.shipAndInvoice`)).status).toBe(403)
  await client.bc.close()
})

test('what no token is answered with, and whether applications may list environments, are switches', async () => {
  const client = await startClient({
    switches: { unauthorized: { status: 401, code: 'Unauthorized' }, environmentListing: false },
  })
  const response = await fetch(`${client.bc.url}/v2.0/Production/api/v2.0/companies`)
  expect([response.status, await response.json()]).toMatchObject([401, { error: { code: 'Unauthorized' } }])
  const listed = await client.call('GET', '/environments/v1.2')
  expect([listed.status, listed.code]).toEqual([403, 'Internal_ServerError'])
  await client.bc.close()
})

test('which status goes with missing rights is a switch', async () => {
  const client = await startClient({ switches: { permissionDenied: { status: 401, code: 'Authorization_Denied' } } })
  client.bc.setApplication('test', { permissions: {} })
  const reply = await client.get('customers')
  expect([reply.status, reply.code]).toEqual([401, 'Authorization_Denied'])
  await client.bc.close()
})
