import { expect, test } from 'vitest'
import { account, anOrg, bad, base, contact, type Composite } from './composed.ts'

const { started, run } = anOrg()

const statuses = (answers: Composite['compositeResponse']): number[] => answers.map((answer) => answer.httpStatusCode)

// The guide's own example. Of the last case it says that the response shows "success" : true for the first account, although it is not created.
// [REST API: allOrNone Parameters in Composite and Collections Requests, cases 1 to 4]
test.each([
  [false, false, 'saved', 201, 2],
  [false, true, 'rolled back', 201, 1],
  [true, true, 'rolled back', 400, 0],
  [true, false, 'saved', 400, 0],
] as const)('allOrNone %s around a collection with allOrNone %s', async (outer, inner, first, contactStatus, rows) => {
  const attributes = { type: 'Account' }
  const records = [{ attributes, Name: 'Northern Trail Outfitters' }, { attributes }]
  const url = `${base}/composite/sobjects`
  const collection = { method: 'POST', url, referenceId: 'newAccounts', body: { allOrNone: inner, records } }
  const newContact = { ...contact, referenceId: 'newContact', body: { LastName: 'Smith' } }
  const [accounts, person] = await run([collection, newContact], outer)
  expect([accounts?.httpStatusCode, person?.httpStatusCode]).toEqual([200, contactStatus])
  const good = { id: expect.any(String) as string, success: true, errors: [] }
  const rolledBack = { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] }
  expect(accounts?.body).toMatchObject([
    first === 'saved' ? good : rolledBack,
    { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
  ])
  if (outer)
    expect(person?.body).toEqual([
      {
        errorCode: 'PROCESSING_HALTED',
        message: 'The transaction was rolled back since another operation in the same transaction failed.',
      },
    ])
  const { records: org } = started().org
  expect(org.all('Account').length + org.all('Contact').length).toBe(rows)
})

test('a collection that fails undoes what went before it as well', async () => {
  const records = [{ attributes: { type: 'Account' } }]
  const collection = { method: 'POST', url: `${base}/composite/sobjects`, referenceId: 'many', body: { records } }
  expect(statuses(await run([account, collection, contact], true))).toEqual([400, 200, 400])
  expect(started().org.records.all('Account')).toEqual([])
})

test('with allOrNone nothing stays', async () => {
  const answers = await run([account, bad, contact], true)
  expect(statuses(answers)).toEqual([400, 400, 400])
  expect(answers.map((answer) => (answer.body as { errorCode: string }[])[0]?.errorCode)).toEqual([
    'PROCESSING_HALTED',
    'REQUIRED_FIELD_MISSING',
    'PROCESSING_HALTED',
  ])
  expect(started().org.records.all('Account')).toEqual([])
})

test('allOrNone and haltOnError are true or false', async () => {
  const refused = { status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR' }] }
  for (const allOrNone of ['x', 'true', 1, {}, []]) {
    const records = [{ attributes: { type: 'Account' }, Name: 'A' }]
    expect(await started().call('POST', '/composite/sobjects', { allOrNone, records })).toMatchObject(refused)
    expect(await started().call('POST', '/composite', { allOrNone, compositeRequest: [account] })).toMatchObject(
      refused,
    )
    const batch = { haltOnError: allOrNone, batchRequests: [] }
    expect(await started().call('POST', '/composite/batch', batch)).toMatchObject(refused)
  }
  expect((await started().admin.query('SELECT Id FROM Account')).records).toEqual([])
})
