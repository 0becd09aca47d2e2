import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
let account = ''
beforeAll(async () => {
  started = await startOrg()
  account = await started.create('Account', { Name: 'Adatum' })
})
afterAll(() => started[Symbol.asyncDispose]())

describe('words that every object of JavaScript has', () => {
  test.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])('%s is a name like any other', async (word) => {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE'])
      for (const path of [`/${word}`, `/sobjects/${word}`, `/sobjects/Account/${word}`, `/composite/${word}`]) {
        const { status } = await started.call(method, path, method === 'GET' ? undefined : {})
        expect([method, path, status]).toEqual([method, path, expect.toBeOneOf([400, 404, 405])])
      }
  })

  test.each(['constructor', 'toString', '__proto__'])('%s is no value of an answer before', async (word) => {
    const { body } = await started.call('POST', '/composite', {
      compositeRequest: [
        { method: 'GET', url: `/services/data/v67.0/sobjects/Account/${account}`, referenceId: 'a' },
        { method: 'GET', url: `/services/data/v67.0/sobjects/Account/@{a.${word}}`, referenceId: 'b' },
      ],
    })
    expect(body).toMatchObject({
      compositeResponse: [
        { httpStatusCode: 200 },
        { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED', message: expect.any(String) as string }] },
      ],
    })
  })
})

describe('what Salesforce has and this sandbox has not', () => {
  test.each([
    ...['/sobjects/Account/listviews', '/sobjects/Account/listviews/00B000000000001AAA/describe'],
    ...['/sobjects/Account/quickActions', '/sobjects/Account/quickActions/New/describe'],
    ...['/sobjects/Account/describe/layouts', '/sobjects/Account/describe/layouts/012000000000000AAA'],
    ...['/sobjects/Account/describe/compactLayouts', '/sobjects/Account/describe/approvalLayouts'],
    ...['/sobjects/Account/describe/namedLayouts/UserAlt', '/sobjects/Account/{id}/Contacts'],
    ...['/sobjects/Account/{id}/Parent', '/sobjects/relevantItems', '/limits/recordCount?sObjects=Account'],
    ...['/compactLayouts?q=Account', '/payments', '/knowledgeManagement/settings', '/dedupe/rules', '/composite'],
    ...['/metadata', '/wave', '/tabs', '/search?q=x', '/sobjects/Lead/describe'],
  ])('GET %s is 501', async (path) => {
    const { status, body } = await started.call('GET', path.replace('{id}', account))
    expect({ status, body }).toMatchObject({ status: 501, body: [{ errorCode: 'NOT_SUPPORTED_BY_SANDBOX' }] })
  })

  test('other methods of these too, and a relationship that is none is not found', async () => {
    expect((await started.call('PATCH', `/sobjects/Account/${account}/Parent`, { Name: 'x' })).status).toBe(501)
    expect((await started.call('DELETE', `/sobjects/Account/${account}/Parent`)).status).toBe(501)
    expect((await started.call('GET', `/sobjects/Account/${account}/Nope`)).status).toBe(404)
    expect((await started.call('GET', '/sobjects/Nope__c/listviews')).status).toBe(404)
  })

  test.each(['if-modified-since', 'if-unmodified-since', 'if-match', 'if-none-match'])('%s is 501', async (header) => {
    const answer = await started.call('GET', `/sobjects/Account/${account}`, undefined, { [header]: 'x' })
    expect(answer).toMatchObject({ status: 501, body: [{ errorCode: 'NOT_SUPPORTED_BY_SANDBOX' }] })
  })
})

test('XML is not answered, and JSON to who takes both', async () => {
  const asking = async (accept: string) => (await started.call('GET', '/limits', undefined, { accept })).status
  expect(await asking('application/xml')).toBe(501)
  expect(await asking('application/xml, application/json')).toBe(200)
})

test.each([
  ['POST', '/limits', 'HEAD,GET'],
  ['DELETE', '/sobjects/Account', 'HEAD,GET,POST'],
  ['POST', '/sobjects/Account/{id}', 'HEAD,GET,PATCH,DELETE'],
  ['DELETE', '/sobjects/Account/describe', 'HEAD,GET'],
  ['GET', '/composite/batch', 'POST'],
  ['PUT', '/composite/sobjects', 'POST,PATCH,DELETE'],
  ['GET', '/composite/tree/Account', 'POST'],
])('%s %s: allowed are %s', async (method, path, allowed) => {
  const { status, body } = await started.call(method, path.replace('{id}', account), method === 'GET' ? undefined : {})
  expect({ status, body }).toMatchObject({
    status: 405,
    body: [
      {
        errorCode: 'METHOD_NOT_ALLOWED',
        message: `HTTP Method '${method}' not allowed. Allowed are ${allowed}`,
      },
    ],
  })
})
