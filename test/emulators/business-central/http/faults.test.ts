import { afterEach, beforeEach, expect, test } from 'vitest'
import { startClient, type Client } from '../testing/client.ts'

let client: Client
beforeEach(async () => {
  client = await startClient()
})
afterEach(() => client.bc.close())

const create = () => client.post('customers', { displayName: 'Northwind' })
const count = () => client.bc.company(client.usa).table('customers').size
const arm = (fault: Record<string, unknown>) => client.call('POST', '/__emulator/faults', { body: fault })

test('a status comes instead of the work, with body and headers of choice', async () => {
  await arm({ kind: 'status', status: 429, headers: { 'Retry-After': 7 } })
  const limited = await create()
  expect([limited.status, limited.code, limited.headers.get('retry-after'), count()]).toEqual([
    429,
    'Application_TooManyRequests',
    '7',
    5,
  ])
  await arm({ kind: 'status', status: 503, body: { hello: 'world' }, match: 'POST .*/customers' })
  expect((await client.get('customers')).status).toBe(200)
  expect((await create()).json).toEqual({ hello: 'world' })
  expect((await create()).status).toBe(201)
})

test('a write can be done with a 504 as answer', async () => {
  await arm({ kind: 'write-done-but-504' })
  expect((await client.get('customers')).status).toBe(200)
  expect((await create()).status).toBe(504)
  expect(count()).toBe(6)
  expect(client.bc.journal.calls().at(-1)).toMatchObject({ status: 504, write: true, fault: 'write-done-but-504' })
})

test('locks, stale tags and expired tokens strike when asked', async () => {
  await arm({ kind: 'lock' })
  const locked = await create()
  expect([locked.status, locked.code]).toEqual([409, 'Internal_ServerError'])
  await arm({ kind: 'stale-etag' })
  expect((await create()).code).toBe('Request_EntityChanged')
  await arm({ kind: 'expired-token' })
  expect((await client.get('customers')).code).toBe('Authentication_InvalidCredentials')
  expect(count()).toBe(5)
})

test('a part of a batch can be struck alone', async () => {
  await arm({ kind: 'lock', match: '^POST companies' })
  const part = {
    method: 'POST',
    url: `companies(${client.usa})/customers`,
    headers: { 'content-type': 'application/json' },
    body: { displayName: 'A' },
  }
  const reply = await client.call('POST', '$batch', { body: { requests: [part, part] } })
  expect((reply.json['responses'] as { status: number }[]).map(({ status }) => status)).toEqual([409, 201])
})

test('the connection can break before the work, or after it', async () => {
  await arm({ kind: 'drop-connection' })
  await expect(create()).rejects.toThrow('fetch failed')
  expect(count()).toBe(5)
  await arm({ kind: 'drop-connection', when: 'after' })
  await expect(create()).rejects.toThrow('fetch failed')
  expect(count()).toBe(6)
})

test("a delay waits on the sandbox's clock", async () => {
  await arm({ kind: 'delay', milliseconds: 5000, match: '^POST' })
  let done = false
  const slow = create().then((reply) => {
    done = true
    return reply
  })
  // The fault is used up when the request has arrived.
  while (client.bc.faults.list().length > 0) await client.get('customers')
  expect(done).toBe(false)
  await client.call('POST', '/__emulator/clock', { body: { advanceSeconds: 5 } })
  expect((await slow).status).toBe(201)
})

test('the journal tells reads from writes', async () => {
  await client.get('customers')
  await create()
  await client.call('POST', 'subscriptions', { body: {} })
  expect(client.bc.journal.calls().map(({ method, write, status }) => [method, write, status])).toEqual([
    ['GET', false, 200],
    ['POST', true, 201],
    ['POST', false, 400],
  ])
})

test('what takes eight minutes is ended with nothing done', async () => {
  await arm({ kind: 'delay', milliseconds: 9 * 60 * 1000, match: '^POST' })
  const slow = create()
  while (client.bc.faults.list().length > 0) await client.get('customers')
  await client.bc.clock.advance(8 * 60 * 1000)
  expect([(await slow).status, count()]).toEqual([408, 5])
})

test('a body beyond the limit is 413', async () => {
  const small = await startClient({ switches: { maxBodyBytes: 1000 } })
  expect((await small.post('customers', { displayName: 'x'.repeat(1000) })).status).toBe(413)
  expect((await small.post('customers', { displayName: 'x'.repeat(90) })).status).toBe(201)
  await small.bc.close()
})
