import { expect, test } from 'vitest'
import { base, oneOrg } from './one-org.ts'

const started = oneOrg()

const step = (referenceId: string, body: object, object = 'Account'): object => ({
  method: 'POST',
  url: `${base}/sobjects/${object}`,
  referenceId,
  body,
})

test('composite, graph, tree and batch through requestPost', async () => {
  const { admin, org } = started
  const parts = [step('a', { Name: 'A' }), step('c', { LastName: 'C', AccountId: '@{a.id}' }, 'Contact')]
  expect(await admin.requestPost('/composite', { allOrNone: true, compositeRequest: parts })).toMatchObject({
    compositeResponse: [{ httpStatusCode: 201 }, { httpStatusCode: 201 }],
  })
  const graphs = [{ graphId: '1', compositeRequest: parts }]
  expect(await admin.requestPost('/composite/graph', { graphs })).toMatchObject({ graphs: [{ isSuccessful: true }] })
  const records = [{ attributes: { type: 'Account', referenceId: 'r' }, Name: 'T' }]
  expect(await admin.requestPost('/composite/tree/Account', { records })).toMatchObject({ hasErrors: false })
  const batchRequests = [{ method: 'GET', url: 'v67.0/limits' }]
  expect(await admin.requestPost('/composite/batch', { batchRequests })).toMatchObject({ hasErrors: false })
  expect(org.records.all('Account').map((row) => row.Name)).toEqual(['A', 'A', 'T'])
})

test('a tree that fails is a 400 whose body jsforce cannot read as errors', async () => {
  const records = [{ attributes: { type: 'Account', referenceId: 'r' } }]
  await expect(started.admin.requestPost('/composite/tree/Account', { records })).rejects.toMatchObject({
    errorCode: 'ERROR_HTTP_400',
  })
  expect(started.org.records.all('Account')).toEqual([])
})
