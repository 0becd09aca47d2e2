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
