import { afterEach, beforeEach, expect, test } from 'vitest'
import { startClient, type Client, type Json } from '../testing/client.ts'
import { startReceiver } from '../testing/receiver.ts'

let client: Client
beforeEach(async () => {
  client = await startClient()
})
afterEach(() => client.bc.close())

const json = { 'content-type': 'application/json' }
const batch = async (requests: unknown, headers: Record<string, string> = {}) => {
  const reply = await client.call('POST', '$batch', { body: { requests }, headers })
  return { ...reply, responses: (reply.json['responses'] ?? []) as readonly (Json & { status: number; body: Json })[] }
}
const create = (displayName: string, id?: string) => ({
  ...(id !== undefined && { id }),
  method: 'POST',
  url: `companies(${client.usa})/customers`,
  headers: json,
  body: { displayName, creditLimit: 0.1 },
})

const multipart = (text: string) =>
  client.call('POST', '$batch', {
    body: text.replaceAll('\n', '\r\n'),
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
  })
const written = (line: string, body = '') =>
  `Content-Type: application/http\nContent-Transfer-Encoding: binary\n\n${line} HTTP/1.1\nContent-Type: application/json\n\n${body}\n`
const newCustomer = (name: string) =>
  written(`POST companies(${client.usa})/customers`, JSON.stringify({ displayName: name }))

test('every part is answered by itself, ids echoed', async () => {
  const { responses } = await batch([
    create('One', 'a'),
    { method: 'GET', url: `companies(${client.usa})/customers?$top=1&$select=number` },
    { id: 7, method: 'GET', url: 'customers?$top=1', headers: { Company: 'CRONUS International Ltd.' } },
    create('', 'b'),
    create('Two', 'c'),
  ])
  expect(responses.map(({ id, status }) => [id, status])).toEqual([
    ['a', 201],
    [null, 200],
    ['7', 200],
    ['b', 400],
    ['c', 201],
  ])
  expect(responses[0]?.['headers']).toMatchObject({
    'odata-version': '4.0',
    location: expect.stringContaining('customers(') as string,
  })
  expect(responses[0]?.body['creditLimit']).toBe(0.1)
  expect(responses[3]?.body).toMatchObject({ error: { code: 'Application_DialogException' } })
})

test('a leading slash or a host is not found', async () => {
  const { responses } = await batch([
    { method: 'GET', url: '/companies' },
    { method: 'GET', url: `${client.bc.url}/companies` },
  ])
  expect(responses.map(({ status }) => status)).toEqual([404, 404])
})

test('a part with a body needs a content type of its own', async () => {
  const { responses } = await batch([{ ...create('One'), headers: {} }, create('Two')])
  expect(responses.map(({ status }) => status)).toEqual([415, 201])
})

test('a batch may say that it only reads; a part that writes is then refused', async () => {
  const { status, responses } = await batch([{ method: 'GET', url: 'companies' }, create('One')], {
    'Data-Access-Intent': 'ReadOnly',
  })
  expect([status, responses.map((part) => part.status)]).toEqual([200, [200, 400]])
})

test('subscriptions are made, renewed and deleted in a batch, each part in its turn; not in a snapshot', async () => {
  const receiver = await startReceiver()
  const resource = `/api/v2.0/companies(${client.usa})/items`
  const subscribe = (notificationUrl: string) => {
    return { method: 'POST', url: 'subscriptions', headers: json, body: { notificationUrl, resource } }
  }
  const made = await batch([
    { method: 'GET', url: 'subscriptions' },
    subscribe(receiver.url),
    { method: 'GET', url: 'subscriptions' },
    subscribe('nowhere'),
    { method: 'POST', url: 'subscriptions', headers: json, body: {} },
    { method: 'DELETE', url: "subscriptions('none')", headers: { 'If-Match': '*' } },
  ])
  expect(made.responses.map(({ status }) => status)).toEqual([200, 201, 200, 400, 400, 404])
  expect(made.responses.map(({ body }) => (body['value'] as unknown[] | undefined)?.length)).toMatchObject({
    0: 0,
    2: 1,
  })
  const id = String(made.responses[1]?.body['subscriptionId'])
  expect(made.responses[1]).toMatchObject({ headers: { location: expect.stringContaining(`('${id}')`) as string } })

  const url = `subscriptions('${id}')`
  const renewal = { method: 'PATCH', url, body: { notificationUrl: receiver.url, resource } }
  const ifMatch = { ...json, 'If-Match': '*' }
  const changes = [
    { ...renewal, headers: json },
    { ...renewal, headers: ifMatch },
    { method: 'GET', url },
  ]
  expect((await batch(changes)).responses.map(({ status }) => status)).toEqual([400, 200, 200])
  expect(receiver.handshakes).toHaveLength(2)
  const one = written(`POST subscriptions`, JSON.stringify({ notificationUrl: receiver.url, resource }))
  expect((await multipart(`--b\n${one}--b--`)).text).toContain('HTTP/1.1 201')

  const snapshot = await batch([create('One'), subscribe(receiver.url)], { Isolation: 'snapshot' })
  expect(snapshot.responses.map(({ status }) => status)).toEqual([201, 501])
  expect(snapshot.responses[1]?.body).toMatchObject({ error: { code: 'NotSupportedBySandbox' } })
  expect(receiver.handshakes).toHaveLength(3)
  await receiver.close()
})

test('101 parts fail as a whole and name the maximum', async () => {
  const reply = await batch(Array.from({ length: 101 }, () => ({ method: 'GET', url: 'companies' })))
  expect(reply.status).toBe(500)
  expect(reply.message).toContain('100')
})

test('a snapshot is taken back as a whole, and still tells of what does not exist', async () => {
  const before = client.bc.company(client.usa).table('customers').size
  const { responses } = await batch([create('One'), create(''), create('Two')], { Isolation: 'snapshot' })
  expect(responses.map(({ status }) => status)).toEqual([201, 400, 201])
  expect(client.bc.company(client.usa).table('customers').size).toBe(before)
  const phantom = await client.get(`customers(${String(responses[0]?.body['id'])})`)
  expect(phantom.status).toBe(404)
})

test('a snapshot whose first part fails answers that part alone', async () => {
  const { responses } = await batch([create(''), create('Two')], { Isolation: 'snapshot' })
  expect(responses.map(({ status }) => status)).toEqual([400])
})

test('a snapshot without failure stays', async () => {
  const { responses } = await batch([create('One'), create('Two')], { Isolation: 'snapshot' })
  expect((await client.get(`customers(${String(responses[1]?.body['id'])})`)).status).toBe(200)
})

test('stopping at the first failure is a switch, and Prefer overrides it', async () => {
  const stopping = await startClient({ switches: { batchContinuesOnError: false } })
  const requests = [
    { method: 'GET', url: 'nonsense' },
    { method: 'GET', url: 'companies' },
  ]
  const call = (headers: Record<string, string>) => stopping.call('POST', '$batch', { body: { requests }, headers })
  expect((await call({})).json['responses']).toHaveLength(1)
  expect((await call({ Prefer: 'odata.continue-on-error' })).json['responses']).toHaveLength(2)
  await stopping.bc.close()
})

test.each([[{ requests: 'no' }], [{}]])('refuses the envelope %j', async (body) => {
  expect((await client.call('POST', '$batch', { body })).status).toBe(400)
})

test('bad parts are answered with their own errors', async () => {
  const { responses } = await batch([5, {}, { method: 'GET', url: '$batch' }])
  expect(responses.map(({ status }) => status)).toEqual([400, 400, 400])
})

test('the journal counts a batch as a write only when a part writes', async () => {
  await batch([{ method: 'GET', url: 'companies' }])
  await batch([create('One')])
  await batch([{ method: 'DELETE', url: "subscriptions('none')" }])
  expect(client.bc.journal.calls().map(({ write }) => write)).toEqual([false, true, false])
})

test('what a posting action committed stays, though the snapshot is taken back', async () => {
  const draft = await client.post('salesInvoices', {
    customerNumber: '10000',
    salesInvoiceLines: [{ itemId: client.id('items', 'number', '1928-S'), quantity: 1 }],
  })
  const invoice = `companies(${client.usa})/salesInvoices(${String(draft.json['id'])})`
  const { responses } = await batch(
    [
      create('Committed along', 'a'),
      { id: 'post', method: 'POST', url: `${invoice}/Microsoft.NAV.post` },
      create('Taken back', 'b'),
      create('', 'c'),
    ],
    { Isolation: 'snapshot' },
  )
  expect(responses.map(({ id, status }) => [id, status])).toEqual([
    ['a', 201],
    ['post', 204],
    ['b', 201],
    ['c', 400],
  ])
  expect((await client.call('GET', invoice)).json['status']).toBe('Open')
  const found = async (name: string) => (await client.get(`customers?$filter=displayName eq '${name}'`)).value.length
  expect([await found('Committed along'), await found('Taken back')]).toEqual([1, 0])
  // The number that was taken back is given again; the one that was committed is not.
  const next = await client.post('customers', { displayName: 'Next' })
  expect(next.json['number']).toBe(responses[2]?.body['number'])
})

test('references and dependencies between parts work by switch only', async () => {
  const parts = [
    { ...create('Parent', '1') },
    { id: '2', method: 'GET', url: '$1/contactsInformation' },
    { ...create('', '3') },
    { ...create('Depends', '4'), dependsOn: ['3'] },
  ]
  expect((await batch(parts)).responses.map(({ status }) => status)).toEqual([201, 400, 400, 201])
  const other = await startClient({ switches: { batchReferences: 'resolve', batchDependsOn: 'honour' } })
  const reply = await other.call('POST', '$batch', { body: { requests: parts } })
  const responses = reply.json['responses'] as { status: number }[]
  expect(responses.map(({ status }) => status)).toEqual([201, 200, 400, 424])
  await other.bc.close()
})

test('the multipart format is read and answered in kind', async () => {
  const reply = await multipart(
    `--b\n${written(`GET companies(${client.usa})/customers?$top=1&$select=number`)}` +
      `--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n${newCustomer('Multi')}--c--\n` +
      `--b\n${newCustomer('')}--b--`,
  )
  expect(reply.status).toBe(200)
  const boundary = /boundary=(\S+)/.exec(reply.headers.get('content-type') ?? '')?.[1] ?? ''
  expect(reply.text.endsWith(`--${boundary}--\r\n`)).toBe(true)
  expect([...reply.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '201', '400'])
  expect(reply.text).toContain('"displayName":"Multi"')
})

test.each([
  [
    'several operations in one change set',
    500,
    (text: string) => `--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n${text}--c\n${text}--c--\n--b--`,
  ],
  ['more than a hundred parts', 500, (text: string) => `${`--b\n${text}`.repeat(101)}--b--`],
  ['no end', 400, (text: string) => `--b\n${text}`],
  ['another type inside', 400, (text: string) => `--b\n${text.replace('application/http', 'text/plain')}--b--`],
  ['no request line', 400, (text: string) => `--b\n${text.replace('HTTP/1.1', 'HTTP/9 x')}--b--`],
])('a multipart batch with %s is refused as a whole with %i', async (_what, status, body) => {
  const before = client.bc.company(client.usa).table('customers').size
  expect((await multipart(body(newCustomer('Nobody')))).status).toBe(status)
  expect(client.bc.company(client.usa).table('customers').size).toBe(before)
})
