import { expect, test } from 'vitest'
import type { TestOrg } from '../../testing/start-org.ts'
import { anOrg } from './composed.ts'

const { started } = anOrg()

const account = { method: 'POST', url: 'v67.0/sobjects/Account', richInput: { Name: 'A' } }
const run = (batchRequests: unknown, more: object = {}): ReturnType<TestOrg['call']> =>
  started().call('POST', '/composite/batch', { batchRequests, ...more })

test('runs independent requests, each in its own version', async () => {
  const batchRequests = [
    account,
    { method: 'GET', url: 'v20.0/sobjects/Account/describe' },
    { method: 'GET', url: '/services/data/v67.0/sobjects/Nope/describe' },
    { method: 'GET', url: 'v59.0/limits' },
  ]
  expect((await run(batchRequests)).body).toMatchObject({
    hasErrors: true,
    results: [
      { statusCode: 201 },
      { statusCode: 410 },
      { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] },
      { statusCode: 200 },
    ],
  })
})

test('stops at a failure when asked to', async () => {
  const batchRequests = [{ ...account, richInput: {} }, account]
  expect((await run(batchRequests, { haltOnError: true })).body).toMatchObject({
    hasErrors: true,
    results: [{ statusCode: 400 }, { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED' }] }],
  })
  expect((await run(batchRequests)).body).toMatchObject({ results: [{ statusCode: 400 }, { statusCode: 201 }] })
})

test.each([
  { url: account.url },
  { method: 'POST' },
  { ...account, method: 'post' },
  { ...account, method: 'HEAD' },
  { ...account, url: 'sobjects/Account' },
  'x',
])('with %j it is refused before anything runs', async (part) => {
  expect(await run([account, part])).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_INPUT' }] })
  expect(started().org.records.all('Account')).toEqual([])
})

test.each(['x', Array.from({ length: 26 }, () => account)])('%#: is a list of at most 25', async (batchRequests) => {
  expect(await run(batchRequests)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_INPUT' }] })
})

test('takes versions from 34.0 up to its own, and neither collections nor trees', async () => {
  const get = (url: string): object => ({ method: 'GET', url })
  const { body } = await started().call('POST', '/../v59.0/composite/batch', {
    batchRequests: [
      get('v59.0/limits'),
      get('v34.0/limits'),
      get('v33.0/limits'),
      get('v60.0/limits'),
      { ...account, url: 'v59.0/composite/sobjects', richInput: { records: [] } },
      get('v59.0/actions'),
    ],
  })
  const { results } = body as { results: { statusCode: number; result: unknown }[] }
  expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 200, 400, 400, 400, 200])
  expect(results[2]?.result).toMatchObject([{ errorCode: 'INVALID_INPUT' }])
})

test('each of its requests counts as a call, and is refused when none is left', async () => {
  const remaining = (): number => started().org.switches.dailyApiRequests - used()
  const used = (): number => Number(/=(\d+)\//.exec(info)?.[1])
  let info = ''
  const send = async (count: number): Promise<unknown> => {
    const answer = await run(Array.from({ length: count }, () => account))
    info = answer.headers.get('sforce-limit-info') ?? ''
    return answer.body
  }
  await send(1)
  const before = remaining()
  await send(3)
  expect(before - remaining()).toBe(3)
  const { switches } = started().org
  switches.dailyApiRequests = used() + 2
  expect(await send(3)).toMatchObject({
    results: [
      { statusCode: 201 },
      { statusCode: 201 },
      { statusCode: 403, result: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] },
    ],
  })
  switches.dailyApiRequests = 15_000
})
